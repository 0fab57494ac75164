package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;

/** How a name of a reference can be taken. */
enum NameConflict {
    VERSION {
        @Override
        String sentence(KeyReference reference) {
            return reference.name().version() == 1
                    ? "alias '%s' is taken".formatted(reference.name().alias())
                    : "key '%s' has a version %d already"
                            .formatted(
                                    reference.name().alias(), reference.name().version());
        }
    },
    KID {
        @Override
        String sentence(KeyReference reference) {
            return "kid '%s' is taken at provider '%s'".formatted(kid(reference), reference.provider());
        }
    },
    ALIAS_IS_KID {
        @Override
        String sentence(KeyReference reference) {
            return "alias '%s' is the kid of another key"
                    .formatted(reference.name().alias());
        }
    },
    KID_IS_ALIAS {
        @Override
        String sentence(KeyReference reference) {
            return "kid '%s' is the alias of another key".formatted(kid(reference));
        }
    };

    /** What to tell who wanted the name. */
    abstract String sentence(KeyReference reference);

    private static String kid(KeyReference reference) {
        return reference.identity().map(KeyIdentity::kid).map(Kid::value).orElse("");
    }
}
