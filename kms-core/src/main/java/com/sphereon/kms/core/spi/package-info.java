/** The ports: what the core asks of key providers and stores, and how they are discovered. */
@NullMarked
package com.sphereon.kms.core.spi;

import org.jspecify.annotations.NullMarked;
