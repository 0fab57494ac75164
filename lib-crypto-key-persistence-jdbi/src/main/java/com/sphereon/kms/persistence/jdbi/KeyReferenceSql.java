package com.sphereon.kms.persistence.jdbi;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements on {@code key_reference}. Each takes the prefix of its table and is bound to one tenant. */
final class KeyReferenceSql {
    /** What never changes about a reference. */
    private static final List<String> FIXED = List.of("id", "tenant_id");

    private static final List<String> CHANGING = List.of(
            "alias",
            "version",
            "kid",
            "provider_id",
            "provider_key_id",
            "origin",
            "control_mode",
            "key_type",
            "key_size",
            "key_use",
            "key_operations",
            "signature_algorithm",
            "public_key_jwk",
            "certificate_chain",
            "progress",
            "state",
            "created_at",
            "created_by_id",
            "updated_at",
            "updated_by_id",
            "deleted_at",
            "deleted_by_id",
            "revision");

    private static final List<String> ALL =
            Stream.concat(FIXED.stream(), CHANGING.stream()).toList();
    private static final String SELECTED = String.join(", ", ALL);
    private static final String INSERTED =
            ALL.stream().map(column -> ":" + column).collect(Collectors.joining(", "));
    private static final String ASSIGNED =
            CHANGING.stream().map(column -> column + " = :" + column).collect(Collectors.joining(", "));

    private KeyReferenceSql() {}

    static String findByAlias(String prefix) {
        return select(prefix) + " and deleted_at is null and alias = :alias";
    }

    static String findByKid(String prefix) {
        return select(prefix) + " and deleted_at is null and kid = :kid order by provider_id";
    }

    static String list(String prefix) {
        return select(prefix) + " and deleted_at is null and progress = 'live' order by alias, version";
    }

    static String listAtProvider(String prefix) {
        return select(prefix) + " and deleted_at is null and progress = 'live' and provider_id = :provider_id"
                + " order by alias, version";
    }

    static String findUnfinished(String prefix) {
        return select(prefix)
                + " and progress in ('creating', 'deleting') and updated_at < :before order by updated_at";
    }

    static String revision(String prefix) {
        return "select revision from " + prefix + "key_reference where tenant_id = :tenant_id and id = :id";
    }

    static String insert(String prefix) {
        return "insert into " + prefix + "key_reference (" + SELECTED + ") values (" + INSERTED + ")";
    }

    /** Finds its row by the revision that is to be replaced. */
    static String update(String prefix) {
        return "update " + prefix + "key_reference set " + ASSIGNED
                + " where tenant_id = :tenant_id and id = :id and revision = :revision - 1";
    }

    /** One row for each name of a reference that is taken, saying which. */
    static String takenNames(String prefix) {
        return Stream.of(
                        taken(NameConflict.VERSION, prefix, "alias = :alias and version = :version"),
                        taken(NameConflict.KID, prefix, "kid = :kid and provider_id = :provider_id"),
                        taken(NameConflict.ALIAS_IS_KID, prefix, "kid = :alias and alias <> :alias"),
                        taken(NameConflict.KID_IS_ALIAS, prefix, "alias = :kid and alias <> :alias"))
                .collect(Collectors.joining(" union all "));
    }

    private static String taken(NameConflict conflict, String prefix, String condition) {
        return "select '" + conflict.name() + "' as conflict from " + prefix
                + "key_reference where tenant_id = :tenant_id and deleted_at is null and id <> :id and " + condition;
    }

    private static String select(String prefix) {
        return "select " + SELECTED + " from " + prefix + "key_reference where tenant_id = :tenant_id";
    }
}
