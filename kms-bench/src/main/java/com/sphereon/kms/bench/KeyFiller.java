package com.sphereon.kms.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.GenerateKey;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.software.SoftwareKeyProviderFactory;
import com.sphereon.kms.provider.software.SoftwareSignatureVerifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Makes many keys quickly, all of them real: the first through the service; of the others the material by the provider, each a
 * key file of its own, and the rows as copies of the first one's.
 */
final class KeyFiller {
    private static final String PROVIDER = "software-default";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** They wait for the disk, not for a processor. */
    private static final int THREADS = 16;

    private final Site site;
    private final TenantId tenant;

    KeyFiller(Site site, String tenant) {
        this.site = site;
        this.tenant = new TenantId(tenant);
    }

    /** The alias of a key, counted from 0. */
    static KeyAlias alias(int number) {
        return new KeyAlias("bench-key-" + number);
    }

    /** Makes so many keys where there are none; the product must not run. Returns their public halves. */
    List<PublicKeyMaterial.Ec> fill(int count) throws InterruptedException, SQLException {
        var settings = ProviderSettings.of(PROVIDER, Map.of(), site.data().toAbsolutePath());
        try (KeyProvider provider = new SoftwareKeyProviderFactory().create(settings)) {
            KeyReference first = first(provider);
            List<NewKey> others = IntStream.range(1, count)
                    .mapToObj(number ->
                            new NewKey(UUID.randomUUID(), new KeyName(tenant, alias(number), 1), CoreSigning.p256()))
                    .toList();
            List<PublicKeyMaterial.Ec> keys = material(provider, others);
            write(first, others, keys);
            List<PublicKeyMaterial.Ec> all =
                    new ArrayList<>(List.of(ec(first.existing().publicKey())));
            all.addAll(keys);
            return all;
        }
    }

    private KeyReference first(KeyProvider provider) {
        try (Persistence persistence = site.open()) {
            KeyManagementService kms = KeyManagementService.builder()
                    .persistence(persistence)
                    .verifier(new SoftwareSignatureVerifier())
                    .defaultProvider(PROVIDER, "software", provider)
                    .build();
            return kms.keys()
                    .generate(
                            new Caller(tenant, "bench"),
                            new GenerateKey(Optional.empty(), Optional.of(alias(0)), CoreSigning.p256()));
        }
    }

    private static List<PublicKeyMaterial.Ec> material(KeyProvider provider, List<NewKey> wanted)
            throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<ProviderKey>> made = wanted.stream()
                    .map(key -> executor.submit(() -> provider.generate(key)))
                    .toList();
            List<PublicKeyMaterial.Ec> keys = new ArrayList<>();
            for (Future<ProviderKey> key : made) {
                keys.add(ec(key.get().publicKey()));
            }
            return keys;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the provider makes no key", e.getCause());
        }
    }

    private void write(KeyReference first, List<NewKey> others, List<PublicKeyMaterial.Ec> keys) throws SQLException {
        String id = first.id().toString();
        try (Connection connection = site.connect()) {
            connection.setAutoCommit(false);
            try (RowCopy references = RowCopy.of(connection, site.table(tenant.value(), "key_reference"), id);
                    RowCopy lifecycles = RowCopy.of(connection, site.table(tenant.value(), "key_lifecycle"), id)) {
                requireSameForm(first, references.text("public_key_jwk"));
                for (int i = 0; i < others.size(); i++) {
                    references.add(row(others.get(i), keys.get(i)));
                    lifecycles.add(Map.of("id", others.get(i).reference().toString()));
                }
            }
            connection.commit();
        }
    }

    private static Map<String, String> row(NewKey key, PublicKeyMaterial.Ec material) {
        String id = key.reference().toString();
        return Map.of(
                "id", id,
                "alias", key.name().alias().value(),
                "kid", material.thumbprint().value(),
                "provider_key_id", id,
                "public_key_jwk", jwk(material));
    }

    /** Copies are as the product writes rows, or this ends here. */
    private static void requireSameForm(KeyReference first, String written) {
        if (!written.equals(jwk(ec(first.existing().publicKey())))
                || !first.existing().providerKeyId().equals(first.id().toString())) {
            throw new IllegalStateException("the product writes rows of keys in another way than this");
        }
    }

    private static String jwk(PublicKeyMaterial.Ec key) {
        SequencedMap<String, String> members = key.toJwk();
        members.put("kid", key.thumbprint().value());
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKeyMaterial.Ec ec(Optional<PublicKeyMaterial> key) {
        return (PublicKeyMaterial.Ec) key.orElseThrow();
    }
}
