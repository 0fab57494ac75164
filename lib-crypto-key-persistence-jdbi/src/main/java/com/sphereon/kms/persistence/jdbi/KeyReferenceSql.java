package com.sphereon.kms.persistence.jdbi;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements on {@code key_reference} and on {@code key_lifecycle}, which says what became of a reference and has no
 * row for those that older versions wrote. Each takes the prefix of its tables and is bound to one tenant.
 */
final class KeyReferenceSql {
    /** What stands for the id of a lifecycle, which is that of its reference. */
    static final String LIFECYCLE_ID = "lifecycle_id";

    /** What never changes about a row of either table. */
    private static final List<String> FIXED = List.of("id", "tenant_id");

    private static final List<String> LIFECYCLE = List.of(
            "reason",
            "since_at",
            "since_by_id",
            "activated_at",
            "deactivated_at",
            "compromised_at",
            "destroyed_at",
            "destroy_at",
            "published_until");

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

    private static final String SELECTED = Stream.of(
                    Stream.concat(FIXED.stream(), CHANGING.stream()).map(column -> "r." + column),
                    Stream.of("l.id as " + LIFECYCLE_ID),
                    LIFECYCLE.stream().map(column -> "l." + column))
            .flatMap(Function.identity())
            .collect(Collectors.joining(", "));

    /** What verifiers of signatures are told; the same as {@code Lifecycle.isPublished} says. */
    private static final String PUBLISHED = " and r.deleted_at is null and r.progress = 'live' and r.key_use = 'sig'"
            + " and r.public_key_jwk is not null and (r.state in ('pre_active', 'active', 'suspended')"
            + " or r.state in ('deactivated', 'destroyed') and l.compromised_at is null and l.published_until > :now)";

    private KeyReferenceSql() {}

    static String findByAlias(String prefix) {
        return select(prefix) + " and r.deleted_at is null and r.alias = :alias";
    }

    static String findByKid(String prefix) {
        return select(prefix) + " and r.deleted_at is null and r.kid = :kid order by r.provider_id";
    }

    static String findById(String prefix) {
        return select(prefix) + " and r.id = :id";
    }

    static String lastDeletedByAlias(String prefix) {
        return lastDeleted(prefix, "r.alias = :alias");
    }

    static String lastDeletedByKid(String prefix) {
        return lastDeleted(prefix, "r.kid = :kid");
    }

    private static String lastDeleted(String prefix, String condition) {
        return select(prefix) + " and r.deleted_at is not null and " + condition
                + " order by r.deleted_at desc limit 1";
    }

    static String findHeldAs(String prefix) {
        return select(prefix) + " and r.provider_id = :provider_id and r.provider_key_id = :provider_key_id"
                + " order by r.alias, r.version";
    }

    static String list(String prefix) {
        return select(prefix) + " and r.deleted_at is null and r.progress = 'live' order by r.alias, r.version";
    }

    static String listAtProvider(String prefix) {
        return select(prefix) + " and r.deleted_at is null and r.progress = 'live' and r.provider_id = :provider_id"
                + " order by r.alias, r.version";
    }

    static String listPublished(String prefix) {
        return select(prefix) + PUBLISHED + " order by r.alias, r.version";
    }

    static String findDueDestructions(String prefix) {
        return "select " + SELECTED + " from " + dueDestructions(prefix, ":tenant_id") + " order by l.destroy_at";
    }

    /**
     * Tables and conditions for what is to be destroyed at the moment {@code now}.
     *
     * @param tenant an expression
     */
    static String dueDestructions(String prefix, String tenant) {
        return prefix + "key_lifecycle l join " + prefix
                + "key_reference r on r.id = l.id and r.tenant_id = l.tenant_id" + " where l.tenant_id = " + tenant
                + " and l.destroy_at <= :now and r.progress = 'live'";
    }

    static String findUnfinished(String prefix) {
        return select(prefix)
                + " and r.progress in ('creating', 'deleting') and r.updated_at < :before order by r.updated_at";
    }

    static String revision(String prefix) {
        return "select revision from " + prefix + "key_reference where tenant_id = :tenant_id and id = :id";
    }

    static String insert(String prefix) {
        return insert(prefix + "key_reference", CHANGING);
    }

    /** Finds its row by the revision that is to be replaced. */
    static String update(String prefix) {
        return update(prefix + "key_reference", CHANGING) + " and revision = :revision - 1";
    }

    static String insertLifecycle(String prefix) {
        return insert(prefix + "key_lifecycle", LIFECYCLE);
    }

    static String updateLifecycle(String prefix) {
        return update(prefix + "key_lifecycle", LIFECYCLE);
    }

    private static String insert(String table, List<String> changing) {
        List<String> all = Stream.concat(FIXED.stream(), changing.stream()).toList();
        return "insert into " + table + " (" + String.join(", ", all) + ") values ("
                + all.stream().map(column -> ":" + column).collect(Collectors.joining(", ")) + ")";
    }

    private static String update(String table, List<String> changing) {
        return "update " + table + " set "
                + changing.stream().map(column -> column + " = :" + column).collect(Collectors.joining(", "))
                + " where tenant_id = :tenant_id and id = :id";
    }

    /** One row for each name of a reference that is taken, saying which. */
    static String takenNames(String prefix) {
        return Stream.of(
                        taken(
                                NameConflict.VERSION,
                                prefix,
                                "alias = :alias and (version = :version or " + begins(prefix) + ")"),
                        taken(NameConflict.KID, prefix, "kid = :kid and provider_id = :provider_id"),
                        taken(NameConflict.ALIAS_IS_KID, prefix, "kid = :alias and alias <> :alias"),
                        taken(NameConflict.KID_IS_ALIAS, prefix, "alias = :kid and alias <> :alias"))
                .collect(Collectors.joining(" union all "));
    }

    /** Version 1 comes to an alias: it wants all of it, other than when it changes under the alias it has. */
    private static String begins(String prefix) {
        return ":version = 1 and not exists (select 1 from " + prefix
                + "key_reference own where own.tenant_id = :tenant_id and own.id = :id and own.alias = :alias)";
    }

    private static String taken(NameConflict conflict, String prefix, String condition) {
        return "select '" + conflict.name() + "' as conflict from " + prefix
                + "key_reference where tenant_id = :tenant_id and deleted_at is null and id <> :id and " + condition;
    }

    private static String joined(String prefix) {
        return prefix + "key_reference r left join " + prefix
                + "key_lifecycle l on l.id = r.id and l.tenant_id = r.tenant_id";
    }

    private static String select(String prefix) {
        return "select " + SELECTED + " from " + joined(prefix) + " where r.tenant_id = :tenant_id";
    }

    static String count(String prefix) {
        return "select count(*) from " + heldAtProvider(prefix) + " and r.tenant_id = :tenant_id";
    }

    static String tenantsAtProvider(String prefix) {
        return "select distinct r.tenant_id from " + heldAtProvider(prefix);
    }

    /** Versions that are destroyed stay in the history, but the provider has nothing of them once that is done. */
    private static String heldAtProvider(String prefix) {
        return joined(prefix) + " where r.provider_id = :provider_id and r.deleted_at is null"
                + " and (r.state <> 'destroyed' or l.destroy_at is not null)";
    }
}
