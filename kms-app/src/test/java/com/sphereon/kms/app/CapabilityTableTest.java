package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The document says of each provider what it says of itself. With {@code -Dkms.docs.write=true} the document is written rather
 * than compared.
 */
class CapabilityTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "capabilities.md");
    private static final boolean WRITE = Boolean.getBoolean("kms.docs.write");
    private static final List<KeySpec> KEYS = Stream.of(
                    Stream.of(Curve.values()).map(CapabilityTableTest::key),
                    Stream.of(2048, 3072, 4096).map(KeySpec.Rsa::new),
                    Stream.of(128, 192, 256, 384, 512).map(KeySpec.Oct::new))
            .<KeySpec>flatMap(keys -> keys)
            .toList();

    private static final String HEAD = """
            # What each provider can do

            Written by `CapabilityTableTest` from what the providers declare, which is also what `/capabilities` and `/providers/query`
            answer. What is not declared is refused before a backend is asked. A provider of type `rest` can do what the provider behind
            the other KMS can, as far as the API has words for it; it asks when it is made.
            """;

    @TempDir
    private Path folder;

    private static KeySpec key(Curve curve) {
        return curve.keyType() == KeyType.EC ? new KeySpec.Ec(curve) : new KeySpec.Okp(curve);
    }

    private Map<String, Capabilities> declared() throws IOException {
        String secret = "file:" + Files.writeString(folder.resolve("secret"), "secret");
        Map<String, String> csc = Map.of(
                "base-url", "https://csc.invalid",
                "token-url", "https://csc.invalid/token",
                "client-id", "client",
                "tenant-credentials", "*",
                "client-secret", secret);
        Map<String, Capabilities> declared = new LinkedHashMap<>();
        declared.put("`software`", capabilities("software", Map.of("key-store.type", "memory")));
        declared.put("`aws_kms`", capabilities("aws_kms", Map.of("region", "eu-west-1")));
        Map<String, String> vault =
                Map.of("keyvault-url", "https://vault.invalid", "credential-mode", "managed-identity");
        declared.put("`azure_keyvault`, vault", capabilities("azure_keyvault", vault));
        declared.put(
                "`azure_keyvault`, Managed HSM",
                capabilities("azure_keyvault", with(vault, "hsm-type", "managed-hsm")));
        declared.put("`csc`", capabilities("csc", csc));
        declared.put(
                "`csc`, Digidentity auto-signer",
                capabilities(
                        "csc",
                        with(
                                with(with(csc, "variant", "digidentity-auto-signer"), "auto-signer-id", "signer"),
                                "api-key",
                                secret)));
        return declared;
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return more;
    }

    private Capabilities capabilities(String type, Map<String, String> settings) {
        KeyProviderFactory factory = ServiceLoader.load(KeyProviderFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.type().equals(type))
                .findFirst()
                .orElseThrow();
        try (KeyProvider provider = factory.create(ProviderSettings.of("documented", settings, folder))) {
            return provider.capabilities();
        }
    }

    @Test
    void document_ofCapabilities_isWhatProvidersDeclare() throws IOException {
        String document = document(declared());
        if (WRITE) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(DOCUMENT).content().as("repeat with -Dkms.docs.write=true").isEqualTo(document);
    }

    private static String document(Map<String, Capabilities> declared) {
        return Stream.of(
                        HEAD,
                        table(declared, "Operation", operations(declared), (can, operation) -> can.supports(operation)),
                        table(declared, "Key", KEYS, (can, spec) -> can.keys().contains(spec)),
                        table(
                                declared,
                                "Signatures and MACs",
                                List.of(SignatureAlgorithm.values()),
                                (can, algorithm) -> can.supports(ProviderOperation.SIGN, algorithm)
                                        || can.supports(ProviderOperation.GENERATE_MAC, algorithm)),
                        table(
                                declared,
                                "Signatures of digests",
                                List.of(SignatureAlgorithm.values()),
                                (can, algorithm) -> can.supports(ProviderOperation.SIGN_DIGEST, algorithm)),
                        table(
                                declared,
                                "Encryption",
                                List.of(ContentEncryptionAlgorithm.values()),
                                (can, algorithm) -> can.encryption().content().contains(algorithm)),
                        table(
                                declared,
                                "Key wrapping",
                                List.of(KeyWrapAlgorithm.values()),
                                (can, algorithm) -> can.encryption().wrapping().contains(algorithm)),
                        table(
                                declared,
                                "Key agreement",
                                List.of(KeyAgreementAlgorithm.values()),
                                (can, algorithm) -> can.encryption().agreement().contains(algorithm)),
                        table(
                                declared,
                                "Digests",
                                List.of(DigestAlgorithm.values()),
                                (can, digest) -> can.digests().contains(digest)),
                        table(
                                declared,
                                "Storage",
                                List.of(StorageType.values()),
                                (can, storage) -> can.storage().contains(storage)))
                .collect(Collectors.joining("\n"));
    }

    private static List<ProviderOperation> operations(Map<String, Capabilities> declared) {
        return Stream.of(ProviderOperation.values())
                .filter(operation -> declared.values().stream().anyMatch(can -> can.supports(operation)))
                .toList();
    }

    private static <T> String table(
            Map<String, Capabilities> declared, String title, List<T> things, BiPredicate<Capabilities, T> can) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + title + " | " + String.join(" | ", declared.keySet()) + " |");
        lines.add("|---|" + "---|".repeat(declared.size()));
        things.forEach(thing -> lines.add("| `" + thing + "` | "
                + declared.values().stream()
                        .map(own -> can.test(own, thing) ? "yes" : "–")
                        .collect(Collectors.joining(" | "))
                + " |"));
        return String.join("\n", lines) + "\n";
    }
}
