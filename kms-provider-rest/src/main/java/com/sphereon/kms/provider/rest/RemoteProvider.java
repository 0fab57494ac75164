package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.wire.KeyProviderInfo;
import com.sphereon.kms.wire.ListKeyProvidersResponse;
import com.sphereon.kms.wire.ProviderCapabilitiesResponse;
import java.util.List;
import java.util.Optional;

/**
 * The provider over there that is used.
 *
 * @param id what every request names it by, so that a default that changes over there takes no key elsewhere
 * @param capabilities what of its abilities can be had through the API
 */
record RemoteProvider(ProviderId id, Capabilities capabilities) {

    /**
     * Asks for it.
     *
     * @param wanted the default one when empty
     * @throws RemoteFailure when there is none, or the answer makes no sense
     */
    static RemoteProvider ask(RemoteKms kms, Optional<ProviderId> wanted, Deadline deadline) {
        ProviderId id = wanted.orElseGet(() -> defaultOf(kms, deadline));
        ProviderCapabilitiesResponse answer =
                kms.get(ProviderCapabilitiesResponse.class, deadline, "providers", id.value(), "capabilities");
        if (!id.value().equals(answer.providerId()) || answer.capabilities() == null) {
            throw WireJson.unexpected("the answer is about another provider");
        }
        return new RemoteProvider(id, WireCapabilities.of(answer.capabilities()));
    }

    private static ProviderId defaultOf(RemoteKms kms, Deadline deadline) {
        List<KeyProviderInfo> providers = Optional.ofNullable(
                        kms.get(ListKeyProvidersResponse.class, deadline, "providers")
                                .providers())
                .orElse(List.of());
        return providers.stream()
                .filter(KeyProviderInfo::isDefault)
                .findFirst()
                .map(info -> new ProviderId(info.providerId()))
                .orElseThrow(() -> RemoteFailure.of(
                        Kind.INVALID, "the backend has no default provider; rest-provider-id has to name one"));
    }
}
