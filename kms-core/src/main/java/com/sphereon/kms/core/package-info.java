/**
 * The key management service without any infrastructure: it depends on the JDK alone.
 *
 * <p>The tour, in reading order:
 *
 * <ol>
 *   <li>{@link com.sphereon.kms.core.model.KeyReference}: what the service remembers of a key version. Key material is
 *       never part of it.
 *   <li>{@link com.sphereon.kms.core.model.KeySpec}, {@link com.sphereon.kms.core.model.KeyUsage} and
 *       {@link com.sphereon.kms.core.model.SignatureAlgorithm}: what a key is and what it is for.
 *   <li>{@link com.sphereon.kms.core.spi.KeyProvider}: the port behind which key material lives.
 *   <li>{@link com.sphereon.kms.core.spi.Persistence} and {@link com.sphereon.kms.core.spi.KeyReferenceStore}: the
 *       ports behind which references live.
 *   <li>{@link com.sphereon.kms.core.service.KeyManagementService}: the way in. Everything a tenant can ask for starts
 *       there, and every call names its {@link com.sphereon.kms.core.model.Caller}.
 *   <li>{@link com.sphereon.kms.core.model.KmsException}: the closed family of failures.
 * </ol>
 *
 * <p>Packages point one way: {@code service} uses {@code spi} and {@code model}, {@code spi} uses {@code model}.
 * Arguments and results are never {@code null} unless marked so.
 */
@NullMarked
package com.sphereon.kms.core;

import org.jspecify.annotations.NullMarked;
