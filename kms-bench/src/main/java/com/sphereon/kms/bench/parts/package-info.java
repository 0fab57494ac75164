/**
 * Benchmarks of single parts, run by JMH. Public because JMH generates classes that call them. One class for each part: a
 * new one is found by its annotations and needs no list.
 */
@NullMarked
package com.sphereon.kms.bench.parts;

import org.jspecify.annotations.NullMarked;
