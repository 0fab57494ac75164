package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.wire.ProviderCapabilities;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WireCapabilitiesTest {

    private static Capabilities read(String members) {
        String json = "{\"storageTypes\":[\"HARDWARE\",\"NEWER\"]" + members + "}";
        return WireCapabilities.of(WireJson.read(json.getBytes(StandardCharsets.UTF_8), ProviderCapabilities.class));
    }

    private static String operation(String name, boolean supported, String lists) {
        return "{\"operation\":\"%s\",\"supported\":%s%s}".formatted(name, supported, lists);
    }

    @Test
    void of_onlyStorage_nothingButReferences() {
        Capabilities can = read("");

        assertThat(can.storage()).containsExactly(StorageType.HARDWARE);
        assertThat(can.operations()).containsOnlyKeys(ProviderOperation.REGISTER_KEY_REFERENCE);
        assertThat(can.keys().keyTypes()).isEmpty();
        assertThat(can.encryption().isNone()).isTrue();
    }

    @Test
    void of_noStorageWeKnow_refused() {
        byte[] json = "{\"storageTypes\":[\"NEWER\"]}".getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> WireCapabilities.of(WireJson.read(json, ProviderCapabilities.class)));
    }

    @Test
    void of_whatNobodyKnowsOrCannotBeOrdered_leftOut() {
        Capabilities can = read(
                ",\"supportedKeyTypes\":[\"EC\",\"OKP\",\"NEWER\"],\"supportedCurves\":[\"P-256\",\"X25519\",\"Ed448\",\"P-999\"],"
                        + "\"operations\":["
                        + operation(
                                "SIGN", true, ",\"signatureAlgorithms\":[\"ECDSA_SHA256\",\"ECDSA_SHA384\",\"NEWER\"]")
                        + ","
                        + operation("GENERATE_KEY", true, "") + ","
                        + operation("IMPORT_KEY", false, "") + ","
                        + operation("ATTESTATION", true, "") + ","
                        + operation("NEWER", true, "") + "]");

        assertThat(can.keys().curves()).containsExactly(Curve.P_256);
        assertThat(can.operations())
                .containsOnlyKeys(
                        ProviderOperation.REGISTER_KEY_REFERENCE,
                        ProviderOperation.GENERATE_KEY,
                        ProviderOperation.SIGN);
        assertThat(can.algorithmsFor(ProviderOperation.SIGN)).containsExactly(SignatureAlgorithm.ECDSA_SHA256);
        assertThat(can.digests()).containsExactly(DigestAlgorithm.SHA256);
    }

    /** What cannot be undone is not offered, nor what no key there can be used for. */
    @Test
    void of_encryption_onlyWhatGoesBothWays() {
        Capabilities can = read(",\"supportedKeyTypes\":[\"OCT\"],\"operations\":["
                + operation(
                        "ENCRYPT", true, ",\"contentEncryptionAlgorithms\":[\"A128GCM\",\"A256GCM\",\"A256CBC_HS512\"]")
                + ","
                + operation("DECRYPT", true, ",\"contentEncryptionAlgorithms\":[\"A128GCM\",\"A256GCM\"]") + ","
                + operation("WRAP_KEY", true, ",\"keyWrapAlgorithms\":[\"A256KW\",\"RSA_OAEP_256\"]") + ","
                + operation("UNWRAP_KEY", true, ",\"keyWrapAlgorithms\":[\"A256KW\",\"RSA_OAEP_256\"]") + ","
                + operation("KEY_AGREEMENT", true, ",\"keyAgreementAlgorithms\":[\"ECDH_ES\"]") + "]");

        assertThat(can.encryption().content()).containsExactly(ContentEncryptionAlgorithm.A256GCM);
        assertThat(can.encryption().wrapping()).containsExactly(KeyWrapAlgorithm.A256KW);
        assertThat(can.encryption().agreement()).isEmpty();
        assertThat(can.keys().symmetricSizesBits()).containsExactlyInAnyOrder(256, 384, 512);
    }
}
