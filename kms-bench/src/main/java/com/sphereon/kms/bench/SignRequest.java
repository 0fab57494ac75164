package com.sphereon.kms.bench;

import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.net.http.HttpRequest;

/**
 * One request for a signature.
 *
 * @param message what is to be signed
 * @param key under which the signature must be valid
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignRequest(HttpRequest http, byte[] message, PublicKeyMaterial.Ec key) {}
