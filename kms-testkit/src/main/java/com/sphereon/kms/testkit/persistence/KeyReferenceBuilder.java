package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.Progress;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes one reference. For one thread. */
public final class KeyReferenceBuilder {
    private final UUID id = UUID.randomUUID();
    private final TenantId tenant;
    private final KeyAlias alias;
    private int version = 1;
    private Kid kid = new Kid("kid-" + id);
    private String providerKeyId = "provider-key-" + id;
    private ProviderId provider = new ProviderId("software-default");
    private Origin origin = Origin.MANAGED;
    private Optional<Lifecycle> lifecycle = Optional.empty();
    private KeyParameters parameters = signing(new KeySpec.Ec(Curve.P_256));
    private List<String> chain = List.of();
    private Change created = KeyReferences.CREATED;

    KeyReferenceBuilder(TenantId tenant, String alias) {
        this.tenant = tenant;
        this.alias = new KeyAlias(alias);
    }

    /** Which version of the alias; 1 unless told. */
    public KeyReferenceBuilder version(int newVersion) {
        version = newVersion;
        return this;
    }

    /** Its kid once it lives; unique unless told. */
    public KeyReferenceBuilder kid(String newKid) {
        kid = new Kid(newKid);
        return this;
    }

    /** The provider's own identifier once it lives. */
    public KeyReferenceBuilder providerKeyId(String newProviderKeyId) {
        providerKeyId = newProviderKeyId;
        return this;
    }

    /** Where it is; at {@code software-default} unless told. */
    public KeyReferenceBuilder provider(String newProvider) {
        provider = new ProviderId(newProvider);
        return this;
    }

    /** Where it comes from; {@link Origin#MANAGED} unless told. */
    public KeyReferenceBuilder origin(Origin newOrigin) {
        origin = newOrigin;
        return this;
    }

    /** Its state; {@link KeyState#ACTIVE} unless told. */
    public KeyReferenceBuilder state(KeyState newState) {
        return lifecycle(Lifecycles.in(newState, created));
    }

    /** What became of it; active since it was created unless told. */
    public KeyReferenceBuilder lifecycle(Lifecycle newLifecycle) {
        lifecycle = Optional.of(newLifecycle);
        return this;
    }

    /** What it is; an asymmetric one gets a public key of that kind. */
    public KeyReferenceBuilder parameters(KeyParameters newParameters) {
        parameters = newParameters;
        return this;
    }

    /** Its certificates; none unless told. */
    public KeyReferenceBuilder chain(List<String> newChain) {
        chain = newChain;
        return this;
    }

    /** When and by whom; {@link KeyReferences#CREATED} unless told. */
    public KeyReferenceBuilder created(Change newCreated) {
        created = newCreated;
        return this;
    }

    /** The note that the key is about to be made. */
    public KeyReference creating() {
        return make(Progress.CREATING, Optional.empty());
    }

    /** A key that lives. */
    public KeyReference live() {
        return make(Progress.LIVE, Optional.of(identity()));
    }

    /** Writes a key that lives, and says what was written. */
    public KeyReference insertedInto(KeyReferenceStore store) {
        KeyReference reference = live();
        store.insert(reference);
        return reference;
    }

    /** What the key is known by once it lives. */
    public KeyIdentity identity() {
        return new KeyIdentity(kid, providerKeyId, PublicKeys.of(parameters.spec()), chain);
    }

    private KeyReference make(Progress progress, Optional<KeyIdentity> identity) {
        return new KeyReference(
                id,
                new KeyName(tenant, alias, version),
                provider,
                origin,
                parameters,
                identity,
                progress,
                lifecycle.orElseGet(() -> Lifecycle.active(created)),
                created,
                created,
                Optional.empty(),
                0);
    }

    private static KeyParameters signing(KeySpec spec) {
        return KeyParameters.of(spec, KeyUsage.of(spec, Optional.empty(), Set.of()), Optional.empty());
    }
}
