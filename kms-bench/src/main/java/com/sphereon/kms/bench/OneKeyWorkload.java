package com.sphereon.kms.bench;

import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** One key, several messages and tokens. */
final class OneKeyWorkload implements Workload {
    private static final int PREPARED = 64;

    private final List<SignRequest> requests = new ArrayList<>();

    OneKeyWorkload(URI uri, String alias, List<String> tokens, PublicKeyMaterial.Ec key) {
        Messages messages = Messages.fixed();
        for (int i = 0; i < PREPARED; i++) {
            byte[] message = messages.get(i);
            byte[] body = Messages.body(alias, message);
            requests.add(new SignRequest(Messages.request(uri, tokens.get(i % tokens.size()), body), message, key));
        }
    }

    @Override
    public SignRequest request(long number) {
        return requests.get((int) (number % PREPARED));
    }
}
