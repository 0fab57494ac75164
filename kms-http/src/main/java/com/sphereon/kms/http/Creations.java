package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.service.Idempotency;
import com.sphereon.kms.core.service.IdempotentRequest;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Answers requests that create something. One with the header {@code Idempotency-Key} may be repeated: then the first
 * answer is given again, byte for byte.
 */
final class Creations {
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final String REPLAYED_HEADER = "Idempotent-Replayed";

    private final Idempotency idempotency;

    Creations(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    /**
     * How something is created.
     *
     * @param make creates what gets that id
     * @param find what has that id, if it was created
     * @param describe what was created, as it is answered
     */
    record Creation<T>(Function<UUID, T> make, Function<UUID, Optional<T>> find, Function<T, Description> describe) {}

    /**
     * Something that was created.
     *
     * @param location where it can be fetched
     * @param body what is told of it
     */
    record Description(String location, Object body) {}

    /** @param body of the request, as it came */
    <T> void answer(Context context, Caller caller, byte[] body, Creation<T> creation) {
        Optional<String> key = Parameters.header(context, KEY_HEADER);
        if (key.isEmpty()) {
            Description created = creation.describe.apply(creation.make.apply(UUID.randomUUID()));
            Answer.created(context, created.location, created.body);
            return;
        }
        Once<T> once = new Once<>(creation);
        IdempotencyRecord.Answer answer =
                idempotency.once(caller, new IdempotentRequest(key.get(), operation(context), body), once);
        if (!once.made) {
            context.header(REPLAYED_HEADER, "true");
        }
        Answer.created(context, answer);
    }

    private static String operation(Context context) {
        return context.method() + " " + context.req().getRequestURI()
                + Optional.ofNullable(context.queryString())
                        .map(query -> "?" + query)
                        .orElse("");
    }

    /** One request's try. */
    private static final class Once<T> implements Idempotency.Creation {
        private final Creation<T> creation;
        private boolean made;

        Once(Creation<T> creation) {
            this.creation = creation;
        }

        @Override
        public Optional<IdempotencyRecord.Answer> existing(UUID id) {
            return creation.find.apply(id).map(this::answer);
        }

        @Override
        public IdempotencyRecord.Answer create(UUID id) {
            made = true;
            return answer(creation.make.apply(id));
        }

        private IdempotencyRecord.Answer answer(T created) {
            Description described = creation.describe.apply(created);
            return new IdempotencyRecord.Answer(
                    HttpStatus.CREATED.getCode(),
                    described.location,
                    new String(Json.write(described.body), StandardCharsets.UTF_8));
        }
    }
}
