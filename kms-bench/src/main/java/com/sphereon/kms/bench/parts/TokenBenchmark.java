package com.sphereon.kms.bench.parts;

import com.sphereon.kms.bench.LocalIssuer;
import com.sphereon.kms.http.token.ClaimSettings;
import com.sphereon.kms.http.token.Identity;
import com.sphereon.kms.http.token.IssuerSettings;
import com.sphereon.kms.http.token.JwksSettings;
import com.sphereon.kms.http.token.TokenAlgorithm;
import com.sphereon.kms.http.token.TokenSettings;
import com.sphereon.kms.http.token.Tokens;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Checking a bearer token (ES256): one that is remembered, and one that was never seen. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class TokenBenchmark {
    /** More than are remembered below, by so much that one that comes again has been forgotten. */
    private static final int TOKENS = 4096;

    private static final int REMEMBERED = 1;

    private LocalIssuer issuer;
    private Tokens remembering;
    private Tokens forgetting;
    private List<String> tokens;
    private int next;

    /** Makes an issuer and its tokens, and fetches its key. */
    @Setup
    public void setUp() {
        issuer = LocalIssuer.start(Clock.systemUTC());
        tokens = IntStream.range(0, TOKENS)
                .mapToObj(number -> issuer.token("bench", "service-" + number))
                .toList();
        remembering = tokens(TokenSettings.DEFAULT_CACHE_SIZE);
        forgetting = tokens(REMEMBERED);
    }

    private Tokens tokens(int cacheSize) {
        var settings = new TokenSettings(
                List.of(new IssuerSettings("bench", LocalIssuer.ISSUER, issuer.jwksUri(), Optional.empty())),
                TokenSettings.DEFAULT_AUDIENCE,
                Set.of(TokenAlgorithm.values()),
                TokenSettings.DEFAULT_CLOCK_SKEW,
                ClaimSettings.DEFAULT,
                JwksSettings.DEFAULT,
                cacheSize);
        return Tokens.start(settings, Clock.systemUTC());
    }

    /** Stops the issuer. */
    @TearDown
    public void tearDown() {
        remembering.close();
        forgetting.close();
        issuer.close();
    }

    /** A token that was used before. */
    @Benchmark
    public Identity remembered() {
        return remembering.verify(tokens.getFirst());
    }

    /** A token that is seen for the first time, or as if. */
    @Benchmark
    public Identity first() {
        next = (next + 1) % TOKENS;
        return forgetting.verify(tokens.get(next));
    }
}
