package com.sphereon.kms.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an audit event tells of. The names are part of the audit log and never change their meaning. */
public enum AuditOperation {
    SIGN("key.sign"),
    VERIFY("key.verify"),
    ENCRYPT("key.encrypt"),
    DECRYPT("key.decrypt"),
    WRAP_KEY("key.wrap"),
    UNWRAP_KEY("key.unwrap"),
    AGREE_KEY("key.agree"),
    GENERATE_KEY("key.generate"),
    IMPORT_KEY("key.import"),
    REGISTER_KEY("key.register"),
    /** A key is made because a service needs it for a duty. */
    PROVISION_KEY("key.provision"),
    DELETE_KEY("key.delete"),
    /** What an interrupted process left of a key is finished or taken back. */
    RECOVER_KEY("key.recover"),
    ACTIVATE_KEY("key.activate"),
    SUSPEND_KEY("key.suspend"),
    DEACTIVATE_KEY("key.deactivate"),
    COMPROMISE_KEY("key.compromise"),
    SCHEDULE_DESTRUCTION("key.schedule-destruction"),
    CANCEL_DESTRUCTION("key.cancel-destruction"),
    DESTROY_KEY("key.destroy"),
    ROTATE_KEY("key.rotate"),
    CANCEL_ROTATION("rotation.cancel"),
    /** The next version of a rotation is made and told to verifiers. */
    PUBLISH_SUCCESSOR("rotation.publish"),
    /** The next version of a rotation begins to sign. */
    ACTIVATE_SUCCESSOR("rotation.activate"),
    SET_ROTATION_POLICY("rotation-policy.set"),
    DELETE_ROTATION_POLICY("rotation-policy.delete"),
    SET_SIGNING_KEY("signing-key.set"),
    RESET_SIGNING_KEY("signing-key.reset"),
    CREATE_INTEGRATION("provider-integration.create"),
    CHANGE_INTEGRATION("provider-integration.change"),
    DELETE_INTEGRATION("provider-integration.delete"),
    CREATE_PROVIDER("provider.create"),
    CHANGE_PROVIDER("provider.change"),
    DELETE_PROVIDER("provider.delete"),
    VALIDATE_PROVIDER("provider.validate"),
    /** Somebody who may not administer providers tried to. */
    ADMINISTER_PROVIDER("provider.administer"),
    /** Somebody who may not administer keys tried to. */
    ADMINISTER_KEY("key.administer"),
    /** The state of this log is signed. */
    SIGN_CHECKPOINT("audit.checkpoint");

    private final String text;

    AuditOperation(String text) {
        this.text = text;
    }

    /** The operation of that name. */
    public static Optional<AuditOperation> of(String text) {
        return Arrays.stream(values())
                .filter(operation -> operation.text.equals(text))
                .findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(AuditOperation::text).toList();
    }

    /** The name in the log. */
    public String text() {
        return text;
    }
}
