package com.sphereon.kms.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.spi.PersistenceFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables of the platform take and refuse, whoever writes to them. */
public abstract class PlatformTablesContract {
    @TempDir
    Path folder;

    private ServerFixture fixture;

    /** Opens the databases. */
    protected abstract PersistenceFactory factory();

    /** A server that may be shared with others. */
    protected abstract TestServer server();

    @BeforeEach
    final void makeTables() {
        fixture = new ServerFixture(factory(), server(), folder);
        fixture.migratePlatform();
    }

    private String table(String suffix) {
        return fixture.platformSchema() + ".kms_provider" + suffix;
    }

    private void provider(String id, String type, String ownership, String owner) {
        server().run("insert into " + table("") + " (id, provider_id, type, display_name, ownership, owner_tenant_id,"
                + " created_at, updated_at, revision) values ('" + id + "', 'provider-1', '" + type
                + "', 'A provider', '"
                + ownership + "', '" + owner + "', current_timestamp, current_timestamp, 0)");
    }

    private void aws(String columns, String values) {
        server().run("insert into " + table("_aws_kms") + " (kms_provider_id, region" + columns
                + ") values ('1', 'eu-west-1'" + values + ")");
    }

    private void csc(String columns, String values) {
        server().run("insert into " + table("_csc") + " (kms_provider_id, base_url, client_id" + columns
                + ") values ('1', 'https://gate.example', 'c'" + values + ")");
    }

    private static void assertRefused(Runnable statement) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(statement::run)
                .withCauseInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "software, '', ''",
        "aws_kms, ', region', ', ''eu-west-1'''",
        "azure_keyvault, ', keyvault_url', ', ''https://v.vault.azure.net'''",
        "csc, ', base_url, token_url, client_id, client_secret', ', ''https://g.eu'', ''https://a.eu'', ''c'', ''env:S'''",
        "rest, ', url', ', ''https://kms.example'''"
    })
    void insert_eachType_takenAndGoneWithTheProvider(String type, String columns, String values) {
        provider("1", type, "platform", "");
        server().run("insert into " + table("_" + type) + " (kms_provider_id" + columns + ") values ('1'" + values
                + ")");
        server().run("insert into " + table("_sharing") + " (kms_provider_id, tenant_id) values ('1', 'acme')");

        server().run("delete from " + table(""));
        assertThat(server().text("select count(*) from " + table("_" + type))).isEqualTo("0");
        assertThat(server().text("select count(*) from " + table("_sharing"))).isEqualTo("0");
    }

    @Test
    void insert_rowOfOtherType_refused() {
        provider("1", "software", "platform", "");

        assertRefused(() -> aws("", ""));
        assertRefused(() -> server().run("insert into " + table("_software") + " (kms_provider_id) values ('2')"));
        server().run("insert into " + table("_software") + " (kms_provider_id) values ('1')");
        assertRefused(() -> server().run("update " + table("") + " set type = 'aws_kms'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKIAIOSFODNN7EXAMPLE", "env", "env:", "ENV:X", "file", "file:", "", " env:X", "https://x"})
    void insert_credentialItself_refused(String credential) {
        provider("1", "aws_kms", "platform", "");

        assertRefused(() -> aws(", secret_access_key", ", '" + credential + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:AWS_SECRET", "file:/run/secrets/aws"})
    void insert_reference_taken(String reference) {
        provider("1", "aws_kms", "platform", "");
        aws(", credential_mode, access_key_id, secret_access_key", ", 'access_key', 'env:ID', '" + reference + "'");

        assertThat(server().text("select secret_access_key from " + table("_aws_kms")))
                .isEqualTo(reference);
    }

    @Test
    void insert_credentialsThatTheModeNeedsMissing_refused() {
        provider("1", "aws_kms", "platform", "");

        assertRefused(() -> aws(", credential_mode", ", 'access_key'"));
        assertRefused(() -> aws(", credential_mode, access_key_id", ", 'access_key', 'env:ID'"));
        assertRefused(() -> aws(", credential_mode", ", 'assume_role'"));
        assertRefused(
                () -> aws(", credential_mode, role_arn", ", 'web_identity', 'arn:aws:iam::123456789012:role/kms'"));
        assertRefused(() -> aws(", credential_mode", ", 'other'"));
        assertRefused(() -> aws(", base_delay_in_ms, max_delay_in_ms", ", 2, 1"));
        assertRefused(() -> aws(", breaker_wait_in_ms", ", 0"));
    }

    @Test
    void insert_profileWithoutItsName_taken() {
        provider("1", "aws_kms", "platform", "");
        aws(", credential_mode", ", 'profile'");

        assertThat(server().text("select credential_mode from " + table("_aws_kms")))
                .isEqualTo("profile");
    }

    @Test
    void insert_cscWithoutWhatItsVariantNeeds_refused() {
        provider("1", "csc", "platform", "");

        assertRefused(() -> csc("", ""));
        assertRefused(() -> csc(", token_url, client_secret", ", 'https://auth.example', 'the secret itself'"));
        assertRefused(() -> csc(
                ", token_url, client_secret, variant", ", 'https://auth.example', 'env:S', 'digidentity_auto_signer'"));
        assertRefused(() -> csc(
                ", token_url, client_secret, token_endpoint_auth_method", ", 'https://auth.example', 'env:S', 'none'"));
        csc(", token_url, client_secret", ", 'https://auth.example', 'env:S'");
    }

    @Test
    void insert_sameIdOfSameOwner_refused() {
        provider("1", "software", "platform", "");
        provider("2", "software", "tenant", "acme");
        provider("3", "software", "tenant", "other");

        assertRefused(() -> provider("4", "rest", "platform", ""));
        assertRefused(() -> provider("4", "rest", "tenant", "acme"));
    }

    @ParameterizedTest
    @CsvSource({"platform, acme", "tenant, ''", "nobody, ''", "PLATFORM, ''"})
    void insert_ownerThatDoesNotFit_refused(String ownership, String owner) {
        assertRefused(() -> provider("1", "software", ownership, owner));
    }

    @Test
    void insert_unknownType_refused() {
        assertRefused(() -> provider("1", "hsm", "platform", ""));
    }

    @Test
    void sharing_tenantsProvider_refused() {
        provider("1", "software", "tenant", "acme");

        assertRefused(() -> server().run(
                        "insert into " + table("_sharing") + " (kms_provider_id, tenant_id) values ('1', 'other')"));
    }
}
