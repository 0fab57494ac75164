package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.Tag;
import java.util.Optional;

/**
 * A provider as those see it who administer providers.
 *
 * @param registration empty for one that is declared in the configuration and changes only there
 * @param isDefault whether it serves whoever names none
 */
public record AdministeredProvider(
        ProviderDefinition definition, Optional<ProviderRegistration> registration, boolean isDefault) {

    /** The tag of its present state; always the same for one that is declared. */
    public Tag tag() {
        return registration.map(row -> Tag.of(row.revision(), row.updated())).orElse(Tag.DEFAULT);
    }
}
