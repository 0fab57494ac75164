package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.service.KeyStates;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** From {@link KeyStateRequest} to the domain. */
public final class KeyStateMapping {
    /** The states a caller may ask for; a version only begins in the other one. */
    private static final Set<KeyState> WANTED = EnumSet.complementOf(EnumSet.of(KeyState.PRE_ACTIVE));

    private KeyStateMapping() {}

    /** The wish. */
    public static KeyStates.Wish toDomain(KeyStateRequest request) {
        return new KeyStates.Wish(
                state(Members.require("state", request.state())),
                Optional.ofNullable(request.reason()),
                Durations.readIfPresent("window", request.window()));
    }

    private static KeyState state(String name) {
        return WANTED.stream()
                .filter(state -> state.name().equals(name))
                .findAny()
                .orElseThrow(() -> Members.notAllowed("state", name, WireNames.names(WANTED)));
    }
}
