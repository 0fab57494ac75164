package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyHandle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which tenant may use which credentials. An account at a signing service has nothing to write that down in, so it stands in
 * the configuration.
 *
 * @param allowed the credentials of each tenant; without, every tenant that can use the provider may use all of its
 *     credentials, which is right only where the account belongs to one tenant
 */
record TenantCredentials(Optional<Map<TenantId, Set<String>>> allowed) {
    /** What an alias, and so the credential registered under it, looks like. */
    private static final Pattern CREDENTIAL = Pattern.compile("[\\x21-\\x7e]{1," + Kid.MAX_CHARS + "}");

    private static final String ALL = "*";

    /**
     * Reads pairs {@code tenant=credentialID}, parted by commas, or {@code *}: all for all.
     *
     * @throws InvalidSettingException when it is anything else
     */
    static TenantCredentials parse(String setting, String text) {
        if (text.strip().equals(ALL)) {
            return new TenantCredentials(Optional.empty());
        }
        Map<TenantId, Set<String>> allowed = new HashMap<>();
        for (String pair : text.split(",", -1)) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length != 2 || !CREDENTIAL.matcher(parts[1]).matches()) {
                throw wrong(setting);
            }
            allowed.computeIfAbsent(tenant(setting, parts[0]), tenant -> new HashSet<>())
                    .add(parts[1]);
        }
        return new TenantCredentials(Optional.of(allowed));
    }

    private static TenantId tenant(String setting, String text) {
        try {
            return new TenantId(text);
        } catch (InvalidRequestException e) {
            throw wrong(setting);
        }
    }

    private static InvalidSettingException wrong(String setting) {
        return new InvalidSettingException(setting, "must be pairs tenant=credentialID, parted by commas, or *");
    }

    /** Whether the handle may be of a credential of that tenant. */
    boolean allow(KeyHandle key) {
        return CREDENTIAL.matcher(key.providerKeyId()).matches()
                && allowed.map(all -> all.getOrDefault(key.tenant(), Set.of()).contains(key.providerKeyId()))
                        .orElse(true);
    }
}
