package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Tag;
import java.util.List;
import java.util.Optional;

/**
 * Which key serves a duty of a tenant.
 *
 * @param setting what is stored, or the default
 * @param versions those of the key that live, the newest first; none when there is no key yet
 * @param primary the one that signs
 * @param tag of the setting
 */
public record SigningKey(
        Duty duty, SigningKeySetting setting, List<KeyReference> versions, Optional<KeyReference> primary, Tag tag) {

    /** Where the decision comes from. */
    public enum Source {
        /** Nobody chose: it is the key that is named like the duty. */
        DEFAULT,
        /** An administrator chose it. */
        OPERATOR
    }

    /** The alias of the key. */
    public KeyAlias alias() {
        return setting.alias().orElseGet(duty::alias);
    }

    /** Where the decision comes from. */
    public Source source() {
        return setting.alias().isPresent() ? Source.OPERATOR : Source.DEFAULT;
    }
}
