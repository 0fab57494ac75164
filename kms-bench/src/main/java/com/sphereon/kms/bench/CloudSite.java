package com.sphereon.kms.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.aws.AwsBackend;
import com.sphereon.kms.provider.aws.AwsKeyProviderFactory;
import com.sphereon.kms.provider.azure.AzureBackend;
import com.sphereon.kms.provider.azure.AzureKeyProviderFactory;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The product with keys at three providers: its own, a cloud that is well, and one that can be broken. Both clouds are fakes in
 * this process that speak the clouds' own protocols.
 */
final class CloudSite implements AutoCloseable {
    /** The provider that can be broken. */
    static final String BROKEN = "cloud-broken";

    /** Keys, by the provider that holds them. */
    static final String SOFTWARE_KEY = "at-software";

    static final String HEALTHY_KEY = "at-healthy";
    static final String BROKEN_KEY = "at-broken";

    private static final String HEALTHY = "cloud-healthy";
    private static final String TENANT = "bench";
    private static final String PROVIDERS = Product.API + "/providers";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final KeyProviderFactory AWS = new AwsKeyProviderFactory();
    private static final KeyProviderFactory AZURE = new AzureKeyProviderFactory();
    private static final int CREATED = 201;

    private final ServerProcess product;
    private final AwsBackend broken;
    private final AzureBackend healthy;
    private final KmsClient client = new KmsClient();
    private final String admin;
    private final String service;
    private final Map<String, PublicKeyMaterial.Ec> keys = new HashMap<>();

    private CloudSite(ServerProcess product, LocalIssuer issuer, WorkFolder folder) {
        this.product = product;
        this.broken = AwsBackend.start(folder.path());
        this.healthy = AzureBackend.start(folder.path());
        this.admin = issuer.token(TENANT, "admin", List.of("platform-admin"));
        this.service = issuer.token(TENANT, "service");
    }

    /** Starts it all, and makes a key at each provider. */
    static CloudSite start(Product product, WorkFolder folder) throws InterruptedException {
        CloudSite site = new CloudSite(product.startEmbedded(), product.issuer(), folder);
        try {
            site.register(HEALTHY, "AZURE_KEYVAULT", configuration(AZURE, site.healthy.settings()));
            site.register(BROKEN, "AWS_KMS", configuration(AWS, site.broken.settings()));
            site.generate("software-default", SOFTWARE_KEY);
            site.generate(HEALTHY, HEALTHY_KEY);
            site.generate(BROKEN, BROKEN_KEY);
            return site;
        } catch (RuntimeException | InterruptedException e) {
            site.close();
            throw e;
        }
    }

    /** The settings as the API has them. */
    private static ObjectNode configuration(KeyProviderFactory factory, Map<String, String> settings) {
        ObjectNode configuration = JSON.createObjectNode();
        for (SettingSpec spec : factory.settings()) {
            String value = settings.get(spec.name());
            if (value != null) {
                switch (spec.kind()) {
                    case SettingKind.Choice choice ->
                        configuration.put(
                                spec.memberName(),
                                value.toUpperCase(Locale.ROOT).replace('-', '_'));
                    case SettingKind.WholeNumber number ->
                        configuration.put(spec.memberName(), Integer.parseInt(value));
                    default -> configuration.put(spec.memberName(), value);
                }
            }
        }
        return configuration;
    }

    private static ObjectNode definition(String id, String type, ObjectNode configuration) {
        ObjectNode definition = JSON.createObjectNode();
        definition.put("providerId", id).put("type", type).put("sharedWithAll", true);
        definition.set("configuration", configuration);
        return definition;
    }

    private void register(String id, String type, ObjectNode configuration) throws InterruptedException {
        client.send("POST", product.uri(PROVIDERS), admin, definition(id, type, configuration), CREATED);
    }

    /** Gives the provider that can be broken other settings besides those it needs. */
    void reconfigure(Map<String, String> others) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(broken.settings());
        settings.putAll(others);
        client.replace(
                product.uri(PROVIDERS + "/" + BROKEN),
                product.uri(PROVIDERS + "/" + BROKEN + "/configuration"),
                admin,
                definition(BROKEN, "AWS_KMS", configuration(AWS, settings)));
    }

    private void generate(String provider, String alias) throws InterruptedException {
        ObjectNode wish = JSON.createObjectNode().put("alias", alias).put("alg", "ECDSA_SHA256");
        client.send("POST", product.uri(PROVIDERS + "/" + provider + "/keys"), service, wish, CREATED);
        keys.put(alias, client.publicKey(product, service, alias));
    }

    /** Requests to sign with a key. */
    Target target(String alias) {
        Workload workload = new OneKeyWorkload(
                product.uri(Product.SIGN_PATH),
                alias,
                List.of(service),
                Objects.requireNonNull(keys.get(alias), alias));
        return new Target(alias, workload, product);
    }

    FaultyHttpServer backend() {
        return broken.server();
    }

    ServerProcess product() {
        return product;
    }

    /** The value of a line in the product's metrics; zero when it is not there. */
    double metric(String line) throws InterruptedException {
        return client.text(product.uri("/metrics"))
                .lines()
                .filter(candidate -> candidate.startsWith(line + " "))
                .mapToDouble(candidate -> Double.parseDouble(candidate.substring(line.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        product.close();
        broken.close();
        healthy.close();
        client.close();
    }
}
