/**
 * Keys in the AWS Key Management Service. They are made there or brought there, and never come out.
 *
 * <p>{@link com.sphereon.kms.provider.aws.AwsKeyProvider} has the calls, {@link com.sphereon.kms.provider.aws.AwsKeyCipher}
 * those of encryption; {@link com.sphereon.kms.provider.aws.TenantKeys} finds the key for each and sees that it is the
 * tenant's. Both speak through {@link com.sphereon.kms.provider.aws.KmsBackend}, where what the SDK throws becomes a
 * {@link com.sphereon.kms.provider.remote.RemoteFailure} ({@link com.sphereon.kms.provider.aws.AwsFailures}). The mapping
 * tables are in {@link com.sphereon.kms.provider.aws.AwsKeyKind} and {@link com.sphereon.kms.provider.aws.AwsAlgorithms}, who
 * we are at AWS in {@link com.sphereon.kms.provider.aws.AwsIdentity}.
 *
 * <p>ML-DSA, which AWS has, is missing: the core has no algorithm for it.
 */
@NullMarked
package com.sphereon.kms.provider.aws;

import org.jspecify.annotations.NullMarked;
