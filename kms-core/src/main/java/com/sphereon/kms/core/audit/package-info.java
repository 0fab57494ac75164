/**
 * The audit log as a structure: leaves, the Merkle tree over them (RFC 6962), proofs and checkpoints. Knows nothing of where
 * it is kept.
 */
@NullMarked
package com.sphereon.kms.core.audit;

import org.jspecify.annotations.NullMarked;
