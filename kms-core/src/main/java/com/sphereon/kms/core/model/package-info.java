/** The words of the domain: identifiers, keys, algorithms, states and the failures. Immutable and safe to share. */
@NullMarked
package com.sphereon.kms.core.model;

import org.jspecify.annotations.NullMarked;
