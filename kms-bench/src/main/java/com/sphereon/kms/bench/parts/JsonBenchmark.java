package com.sphereon.kms.bench.parts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sphereon.kms.wire.CreateRawSignatureRequest;
import com.sphereon.kms.wire.CreateRawSignatureResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The JSON of a signature, in and out, with the strictness of the REST server. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class JsonBenchmark {
    private static final int MESSAGE_BYTES = 512;
    private static final int SIGNATURE_BYTES = 64;

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private final byte[] request = "{\"keyInfo\":{\"alias\":\"issuer:credential-signing\"},\"input\":\"%s\"}"
            .formatted(base64(MESSAGE_BYTES))
            .getBytes(StandardCharsets.UTF_8);
    private final CreateRawSignatureResponse response = new CreateRawSignatureResponse(
            base64(SIGNATURE_BYTES), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "ECDSA_SHA256", 1);

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    /** A request from octets to a record. */
    @Benchmark
    public CreateRawSignatureRequest read() throws IOException {
        try (JsonParser parser = json.createParser(request)) {
            return json.readValue(parser, CreateRawSignatureRequest.class);
        }
    }

    /** A response from a record to octets. */
    @Benchmark
    public byte[] write() throws IOException {
        return json.writeValueAsBytes(response);
    }
}
