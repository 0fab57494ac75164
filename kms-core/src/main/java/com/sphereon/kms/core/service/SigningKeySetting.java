package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KmsException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a tenant wants a duty to be served.
 *
 * @param alias the key that serves it; the one named like the duty when empty
 * @param enabled whether the duty may be done at all
 * @param provisioning whether its key is made when a service first asks for it, if there is none
 */
public record SigningKeySetting(Optional<KeyAlias> alias, boolean enabled, boolean provisioning) {
    /** What holds for a duty of which nothing is stored. */
    public static final SigningKeySetting DEFAULT = new SigningKeySetting(Optional.empty(), true, true);

    private static final String PREFIX = "kms.signing-keys.";
    private static final Pattern FORM =
            Pattern.compile("enabled=(true|false) provisioning=(true|false)(?: alias=(\\S+))?");

    /** The key of the property that holds the setting of a duty. */
    static String propertyKey(Duty duty) {
        return PREFIX + duty.service() + "." + duty.purpose().text();
    }

    /** @throws IntegrityException when it was written by others */
    static SigningKeySetting parse(ConfigProperty property) {
        Matcher form = FORM.matcher(property.value());
        try {
            if (form.matches()) {
                return new SigningKeySetting(
                        Optional.ofNullable(form.group(3)).map(KeyAlias::new),
                        Boolean.parseBoolean(form.group(1)),
                        Boolean.parseBoolean(form.group(2)));
            }
        } catch (KmsException e) {
            throw damaged(property, e);
        }
        throw damaged(property, new IllegalArgumentException("not of the form " + FORM));
    }

    String propertyValue() {
        return "enabled=%s provisioning=%s%s"
                .formatted(enabled, provisioning, alias.map(a -> " alias=" + a).orElse(""));
    }

    private static IntegrityException damaged(ConfigProperty property, Exception cause) {
        return new IntegrityException("the stored property %s is damaged".formatted(property.key()), cause);
    }
}
