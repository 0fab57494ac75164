package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Registrations to fill a registry with. */
final class Registrations {
    private static final Map<String, String> REMOTE = Map.of(
            "deadline", "PT12.5S",
            "max-retries", "7",
            "base-delay-in-ms", "11",
            "max-delay-in-ms", "13000",
            "max-concurrent-calls", "17",
            "cache-ttl-in-seconds", "0",
            "breaker-wait-in-ms", "19");

    private static final Map<String, Map<String, String>> COMPLETE = Map.of(
            "software",
            Map.of(
                    "key-store.type", "file",
                    "key-store.path", "/var/lib/kms/sch\u00f6n",
                    "key-store.master-key", "file:/run/secrets/master-key",
                    "key-store.previous-master-keys", "env:OLD,file:/run/secrets/older,env:OLDEST",
                    "cryptography-provider", "jdk"),
            "aws_kms",
            remote(Map.ofEntries(
                    Map.entry("application-id", "aws-kms"),
                    Map.entry("region", "eu-west-1"),
                    Map.entry("endpoint-url", "https://kms.eu-west-1.amazonaws.com"),
                    Map.entry("credential-mode", "assume-role"),
                    Map.entry("access-key-id", "env:AWS_ID"),
                    Map.entry("secret-access-key", "file:/run/secrets/aws"),
                    Map.entry("session-token", "env:AWS_TOKEN"),
                    Map.entry("profile-name", "prod"),
                    Map.entry("role-arn", "arn:aws:iam::123456789012:role/kms"),
                    Map.entry("role-session-name", "kms"),
                    Map.entry("external-id", "x"),
                    Map.entry("web-identity-token-file", "/var/run/token"),
                    Map.entry("sts-endpoint-url", "https://sts.eu-west-1.amazonaws.com"),
                    Map.entry("ca-certificate", "/etc/ca.pem"),
                    Map.entry("require-tenant-tag", "false"))),
            "azure_keyvault",
            remote(Map.ofEntries(
                    Map.entry("application-id", "azure-keyvault"),
                    Map.entry("keyvault-url", "https://v.vault.azure.net"),
                    Map.entry("tenant-id", "0b0ccd1e-0000-4000-8000-000000000000"),
                    Map.entry("hsm-type", "managed-hsm"),
                    Map.entry("credential-mode", "workload-identity"),
                    Map.entry("client-id", "c"),
                    Map.entry("client-secret", "env:AZURE_SECRET"),
                    Map.entry("client-certificate", "file:/run/secrets/azure.pem"),
                    Map.entry("authority-host", "https://login.microsoftonline.us"),
                    Map.entry("ca-certificate", "/etc/kms/azure.pem"),
                    Map.entry("purge-on-delete", "true"),
                    Map.entry("require-tenant-tag", "false"))),
            "csc",
            remote(Map.ofEntries(
                    Map.entry("base-url", "https://gate.example"),
                    Map.entry("token-url", "https://auth.example/token"),
                    Map.entry("token-endpoint-auth-method", "client-secret-post"),
                    Map.entry("api-version", "v2"),
                    Map.entry("variant", "digidentity-auto-signer"),
                    Map.entry("client-id", "c"),
                    Map.entry("client-secret", "env:CSC_SECRET"),
                    Map.entry("scope", "service"),
                    Map.entry("esign-url", "https://esign.example"),
                    Map.entry("api-key", "env:CSC_KEY"),
                    Map.entry("auto-signer-id", "a"),
                    Map.entry("user-id", "u"),
                    Map.entry("pin", "file:/run/secrets/pin"),
                    Map.entry("tenant-credentials", "acme=1,umbrella=2"),
                    Map.entry("ca-certificate", "/etc/ca.pem"))),
            "rest",
            remote(Map.of(
                    "url", "https://kms.example/api/kms/v1",
                    "rest-provider-id", "software-default",
                    "token-endpoint", "https://login.example/token",
                    "client-id", "c",
                    "client-secret", "env:REST_SECRET",
                    "audience", "enterprise-tenant-kms",
                    "scope", "kms",
                    "ca-certificate", "/etc/ca.pem")));

    private static final Map<String, Map<String, String>> SMALLEST = Map.of(
            "software", Map.of(),
            "aws_kms", Map.of("region", "eu-west-1"),
            "azure_keyvault", Map.of("keyvault-url", "https://v.vault.azure.net"),
            "csc",
                    Map.of(
                            "base-url", "https://gate.example",
                            "token-url", "https://auth.example/token",
                            "client-id", "c",
                            "client-secret", "env:CSC_SECRET"),
            "rest", Map.of("url", "https://kms.example"));

    private Registrations() {}

    private static Map<String, String> remote(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(REMOTE);
        all.putAll(own);
        return Map.copyOf(all);
    }

    /** Every setting there is a place for. */
    static Map<String, String> complete(String type) {
        return Objects.requireNonNull(COMPLETE.get(type));
    }

    /** What the type cannot do without. */
    static Map<String, String> smallest(String type) {
        return Objects.requireNonNull(SMALLEST.get(type));
    }

    /** A name no other test uses. */
    static ProviderId freshId() {
        return new ProviderId("p-" + UUID.randomUUID());
    }

    static List<String> types() {
        return COMPLETE.keySet().stream().sorted().toList();
    }

    static ProviderRegistration of(ProviderId id, String type, Map<String, String> settings) {
        return of(new ProviderDefinition(id, type, "A provider", ProviderVisibility.tenants(), true, settings));
    }

    static ProviderRegistration of(ProviderDefinition definition) {
        return ProviderRegistration.created(UUID.randomUUID(), definition, KeyReferences.CREATED);
    }

    /** A software provider. */
    static ProviderRegistration of(ProviderId id, ProviderVisibility visibility) {
        return of(new ProviderDefinition(id, "software", "A provider", visibility, true, Map.of()));
    }

    /** Its next revision, with other settings. */
    static ProviderRegistration next(ProviderRegistration before, Map<String, String> settings) {
        ProviderDefinition definition = before.definition();
        return before.with(
                new ProviderDefinition(
                        definition.id(),
                        definition.type(),
                        definition.displayName(),
                        definition.visibility(),
                        definition.enabled(),
                        settings),
                KeyReferences.later(1));
    }

    /** Its next revision, seen by others. */
    static ProviderRegistration next(ProviderRegistration before, ProviderVisibility visibility) {
        ProviderDefinition definition = before.definition();
        return before.with(
                new ProviderDefinition(
                        definition.id(),
                        definition.type(),
                        definition.displayName(),
                        visibility,
                        definition.enabled(),
                        definition.settings()),
                KeyReferences.later(1));
    }
}
