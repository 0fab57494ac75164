package com.sphereon.kms.bench;

import java.security.KeyPair;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Signing in this process: the JCA alone, and the whole core without HTTP. Not safe for use by several threads. */
final class LocalRates {
    private final JcaEngine engine = JcaEngine.find();
    private final Duration firstWarmUp;
    private final List<Sample> samples = new ArrayList<>();

    /** @param firstWarmUp for how long each runs before anything is measured, so that its code is compiled */
    LocalRates(Duration firstWarmUp) {
        this.firstWarmUp = firstWarmUp;
    }

    /**
     * Signatures a second in one round, one after the other so that noise hits both.
     *
     * @param raw the JCA provider in a loop
     * @param core the service in a loop
     */
    record Sample(int round, int threads, double raw, double core) {
        double ratio() {
            return core / raw;
        }
    }

    /** Measures both once. */
    void measure(int round, int threads, Duration duration) throws InterruptedException {
        if (samples.isEmpty()) {
            Loop compiling = new Loop(1, firstWarmUp);
            raw(compiling);
            core(compiling);
        }
        Loop loop = new Loop(threads, duration);
        double raw = raw(loop);
        samples.add(new Sample(round, threads, raw, core(loop)));
    }

    private double raw(Loop loop) throws InterruptedException {
        KeyPair pair = engine.newKey();
        byte[] message = Messages.fixed().get(0);
        return loop.perSecond(() -> {
            Signature signature = engine.signing(pair.getPrivate());
            return () -> sign(signature, message);
        });
    }

    private static void sign(Signature signature, byte[] message) {
        try {
            signature.update(message);
            signature.sign();
        } catch (SignatureException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double core(Loop loop) throws InterruptedException {
        byte[] message = Messages.fixed().get(0);
        try (CoreSigning core = new CoreSigning()) {
            return loop.perSecond(() -> () -> core.sign(message));
        }
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** The JCA provider that signs. */
    String engine() {
        return engine.name();
    }
}
