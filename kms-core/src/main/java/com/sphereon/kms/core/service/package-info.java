/** The use cases: keys, signatures, encryption, public-key resolution and capabilities, for one tenant at a time. */
@NullMarked
package com.sphereon.kms.core.service;

import org.jspecify.annotations.NullMarked;
