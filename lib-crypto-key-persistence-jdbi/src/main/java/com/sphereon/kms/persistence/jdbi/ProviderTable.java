package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where what is special to one type of providers is kept: a column for each setting, and a table with a row for each
 * element of a setting that is a list.
 *
 * @param list the one setting that is a list, where the type has one
 */
record ProviderTable(String type, String table, List<SettingColumn> columns, Optional<SettingRows> list) {

    /**
     * A setting whose elements are rows.
     *
     * @param setting its value has commas between them
     */
    record SettingRows(String setting, String table) {
        static final String SEPARATOR = ",";
    }

    static final List<ProviderTable> ALL = List.of(
            new ProviderTable(
                    "software",
                    "kms_provider_software",
                    List.of(
                            SettingColumn.choice("key-store.type"),
                            SettingColumn.text("key-store.path"),
                            SettingColumn.text("key-store.master-key"),
                            SettingColumn.choice("cryptography-provider")),
                    Optional.of(new SettingRows(
                            "key-store.previous-master-keys", "kms_provider_software_previous_master_key"))),
            remote(
                    "aws_kms",
                    SettingColumn.text("application-id"),
                    SettingColumn.text("region"),
                    SettingColumn.text("endpoint-url"),
                    SettingColumn.choice("credential-mode"),
                    SettingColumn.text("access-key-id"),
                    SettingColumn.text("secret-access-key"),
                    SettingColumn.text("session-token"),
                    SettingColumn.text("profile-name"),
                    SettingColumn.text("role-arn"),
                    SettingColumn.text("role-session-name"),
                    SettingColumn.text("external-id"),
                    SettingColumn.text("web-identity-token-file"),
                    SettingColumn.text("sts-endpoint-url"),
                    SettingColumn.text("ca-certificate"),
                    SettingColumn.flag("require-tenant-tag")),
            remote(
                    "azure_keyvault",
                    SettingColumn.text("application-id"),
                    SettingColumn.text("keyvault-url"),
                    SettingColumn.text("tenant-id").in("azure_tenant_id"),
                    SettingColumn.choice("hsm-type"),
                    SettingColumn.choice("credential-mode"),
                    SettingColumn.text("client-id"),
                    SettingColumn.text("client-secret"),
                    SettingColumn.text("client-certificate"),
                    SettingColumn.text("authority-host"),
                    SettingColumn.text("ca-certificate"),
                    SettingColumn.flag("purge-on-delete"),
                    SettingColumn.flag("require-tenant-tag")),
            remote(
                    "csc",
                    SettingColumn.text("base-url"),
                    SettingColumn.text("token-url"),
                    SettingColumn.choice("token-endpoint-auth-method"),
                    SettingColumn.choice("api-version"),
                    SettingColumn.choice("variant"),
                    SettingColumn.text("client-id"),
                    SettingColumn.text("client-secret"),
                    SettingColumn.text("scope"),
                    SettingColumn.text("esign-url"),
                    SettingColumn.text("api-key"),
                    SettingColumn.text("auto-signer-id"),
                    SettingColumn.text("user-id"),
                    SettingColumn.text("pin"),
                    SettingColumn.text("tenant-credentials"),
                    SettingColumn.text("ca-certificate")),
            remote(
                    "rest",
                    SettingColumn.text("url"),
                    SettingColumn.text("rest-provider-id"),
                    SettingColumn.text("bearer-jwt"),
                    SettingColumn.text("token-endpoint"),
                    SettingColumn.text("client-id"),
                    SettingColumn.text("client-secret"),
                    SettingColumn.text("audience"),
                    SettingColumn.text("scope"),
                    SettingColumn.text("ca-certificate")));

    private static ProviderTable remote(String type, SettingColumn... own) {
        List<SettingColumn> columns = new ArrayList<>(List.of(own));
        columns.addAll(List.of(
                SettingColumn.text("deadline"),
                SettingColumn.number("max-retries"),
                SettingColumn.number("base-delay-in-ms"),
                SettingColumn.number("max-delay-in-ms"),
                SettingColumn.number("max-concurrent-calls"),
                SettingColumn.number("cache-ttl-in-seconds"),
                SettingColumn.number("breaker-wait-in-ms")));
        return new ProviderTable(type, "kms_provider_" + type, List.copyOf(columns), Optional.empty());
    }

    /** @throws UnsupportedException when there is no place for the type, or for one of the settings */
    static ProviderTable of(ProviderDefinition definition) {
        ProviderTable table = ALL.stream()
                .filter(one -> one.type.equals(definition.type()))
                .findFirst()
                .orElseThrow(() -> new UnsupportedException(
                        "Providers of type %s can be declared in the configuration only".formatted(definition.type())));
        definition.settings().keySet().stream()
                .filter(setting -> !table.has(setting))
                .findFirst()
                .ifPresent(setting -> {
                    throw new UnsupportedException(
                            "Setting %s of providers of type %s can be declared in the configuration only"
                                    .formatted(setting, definition.type()));
                });
        return table;
    }

    private boolean has(String setting) {
        return columns.stream().anyMatch(column -> column.setting().equals(setting))
                || list.filter(rows -> rows.setting.equals(setting)).isPresent();
    }
}
