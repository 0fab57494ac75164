package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: an issuer has its credential signed by alias, and anyone verifies it with the public key. */
class PidCredentialTest {
    private static final Path CREDENTIAL = Path.of("..", "examples", "eu-pid-credential.json");
    private static final String ALIAS = "issuer:credential-signing";

    @Test
    void credential_signedByAlias_verifiesWithThePublicKeyAlone(@TempDir Path dataDirectory)
            throws IOException, ParseException, JOSEException {
        String claims = Files.readString(CREDENTIAL);
        try (RunningKms kms = RunningKms.start(dataDirectory)) {
            KmsClient client = kms.client();
            client.generate(ALIAS, "ECDSA_SHA256");
            JsonNode info = client.keyInfo(ALIAS);
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(new JOSEObjectType("dc+sd-jwt"))
                    .keyID(info.get("kid").textValue())
                    .build();
            byte[] input = new JWSObject(header, new Payload(claims)).getSigningInput();

            byte[] signature = client.sign(Json.object("alias", ALIAS), input);

            ECDSAVerifier verifier =
                    new ECDSAVerifier(ECKey.parse(info.get("key").toString()));
            String compact = Json.ascii(input) + "." + Base64URL.encode(signature);
            SignedJWT credential = SignedJWT.parse(compact);
            assertThat(credential.verify(verifier)).isTrue();
            assertThat(credential.getJWTClaimsSet().getStringClaim("given_name"))
                    .isEqualTo("Zoë");
            assertThat(SignedJWT.parse(withOlderHolder(credential, signature)).verify(verifier))
                    .isFalse();
            client.generate("another", "ECDSA_SHA256");
            ECKey another = ECKey.parse(client.keyInfo("another").get("key").toString());
            assertThat(credential.verify(new ECDSAVerifier(another))).isFalse();
        }
    }

    private static String withOlderHolder(SignedJWT credential, byte[] signature) {
        Base64URL claims = Base64URL.encode(credential.getPayload().toString().replace("1988-03-14", "1958-03-14"));
        return credential.getHeader().toBase64URL() + "." + claims + "." + Base64URL.encode(signature);
    }

    /** Attribute names of the PID rulebook of the ARF, for SD-JWT VC. */
    @Test
    void credential_ofTheExamples_isAPid() throws IOException, ParseException {
        JWTClaimsSet claims = JWTClaimsSet.parse(Files.readString(CREDENTIAL));

        assertThat(claims.getStringClaim("vct")).isEqualTo("urn:eudi:pid:1");
        assertThat(URI.create(claims.getIssuer()).getScheme()).isEqualTo("https");
        assertThat(claims.getIssueTime()).isBefore(claims.getExpirationTime());
        assertThat(claims.getClaims())
                .containsKeys(
                        "given_name",
                        "family_name",
                        "birthdate",
                        "place_of_birth",
                        "nationalities",
                        "address",
                        "age_equal_or_over",
                        "issuing_authority",
                        "issuing_country",
                        "date_of_expiry");
        assertThat(LocalDate.parse(claims.getStringClaim("birthdate"))).isBefore(LocalDate.of(2008, 1, 1));
        ECKey holder = ECKey.parse(
                Json.parse(Files.readString(CREDENTIAL)).at("/cnf/jwk").toString());
        assertThat(holder.isPrivate()).isFalse();
    }
}
