package com.sphereon.kms.bench.parts;

import com.sphereon.kms.bench.CoreSigning;
import com.sphereon.kms.bench.JcaEngine;
import java.security.Signature;
import java.security.SignatureException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A P-256 signature through the core, with keys and database in memory, beside the JCA provider alone. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class CoreSignBenchmark {
    private static final int MESSAGE_BYTES = 512;

    private final byte[] message = new byte[MESSAGE_BYTES];
    private Signature signature;
    private CoreSigning core;

    /** Anew for each iteration, since the audit log in memory grows. */
    @Setup(Level.Iteration)
    public void setUp() {
        JcaEngine engine = JcaEngine.find();
        signature = engine.signing(engine.newKey().getPrivate());
        core = new CoreSigning();
    }

    /** Forgets keys and audit log. */
    @TearDown(Level.Iteration)
    public void tearDown() {
        core.close();
    }

    /** The JCA provider alone. */
    @Benchmark
    public byte[] raw() throws SignatureException {
        signature.update(message);
        return signature.sign();
    }

    /** The whole core. */
    @Benchmark
    public byte[] core() {
        return core.sign(message);
    }
}
