/**
 * The JSON of the REST API: one record per schema of the published contract, and its mapping to the domain and back.
 *
 * <p>Members of requests are texts, checked while they are mapped, so that an error can name the member, what was given
 * and what is allowed. Absent members are {@code null} in the records and never written; elements of lists are never
 * {@code null}, which the JSON parser has to see to. The records are immutable and
 * safe to share; those that may carry private key members never print them.
 */
@NullMarked
package com.sphereon.kms.wire;

import org.jspecify.annotations.NullMarked;
