package com.sphereon.kms.testkit.provider;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** Private keys that no provider has made: to import, and to sign with independently. */
public final class SampleKeys {

    private SampleKeys() {}

    /** One key spec for each curve and RSA size, and symmetric ones at and between the limits. */
    public static List<KeySpec> specs() {
        Stream<KeySpec> curves = Stream.of(Curve.values()).map(KeySpec::onCurve);
        Stream<KeySpec> rsa = Stream.of(2048, 3072, 4096).map(KeySpec.Rsa::new);
        Stream<KeySpec> symmetric = Stream.of(128, 192, 256, 384, 512, 1024).map(KeySpec.Oct::new);
        return Stream.of(curves, rsa, symmetric).flatMap(s -> s).toList();
    }

    /** A key of that kind: always another, except for RSA, where it is always the same. The caller closes it. */
    public static PrivateKeyMaterial of(KeySpec spec, TestData data) {
        return of(spec, data, 0);
    }

    /** A key of that kind that {@link #of} has never returned. The caller closes it. */
    public static PrivateKeyMaterial another(KeySpec spec, TestData data) {
        return of(spec, data, 1);
    }

    private static PrivateKeyMaterial of(KeySpec spec, TestData data, int index) {
        return switch (spec) {
            case KeySpec.Ec ec -> onWeierstrassCurve(ec.curve(), data);
            case KeySpec.Okp okp -> withSeed(okp.curve(), data.bytes(okp.curve().coordinateBytes()));
            case KeySpec.Rsa rsa -> rsa(rsa.sizeBits(), index);
            case KeySpec.Oct oct ->
                new PrivateKeyMaterial.Oct(SecretBytes.copyOf(data.bytes(oct.sizeBits() / Byte.SIZE)));
        };
    }

    private static PrivateKeyMaterial onWeierstrassCurve(Curve curve, TestData data) {
        var domain = CustomNamedCurves.getByName(curve.jcaName());
        byte[] wide = data.bytes(curve.coordinateBytes() + Long.BYTES);
        BigInteger d = new BigInteger(1, wide)
                .mod(domain.getN().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        ECPoint point = domain.getG().multiply(d).normalize();
        return new PrivateKeyMaterial.Ec(
                new PublicKeyMaterial.Ec(
                        curve,
                        point.getAffineXCoord().toBigInteger(),
                        point.getAffineYCoord().toBigInteger()),
                SecretBytes.copyOf(BigIntegers.asUnsignedByteArray(curve.coordinateBytes(), d)));
    }

    private static PrivateKeyMaterial withSeed(Curve curve, byte[] seed) {
        byte[] x = switch (curve) {
            case ED25519 ->
                new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
            case ED448 ->
                new Ed448PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
            case X25519 ->
                new X25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
            case X448 ->
                new X448PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
            case P_256, P_384, P_521, SECP256K1 -> throw new IllegalArgumentException("not an OKP curve");
        };
        return new PrivateKeyMaterial.Okp(new PublicKeyMaterial.Okp(curve, x), SecretBytes.copyOf(seed));
    }

    private static PrivateKeyMaterial rsa(int sizeBits, int index) {
        String size = Integer.toString(sizeBits);
        return Blocks.read("rsa-keys.txt").stream()
                .filter(block -> size.equals(block.get("size")))
                .skip(index)
                .map(block -> PrivateKeyMaterial.fromJwk(Blocks.jwk(block)))
                .findFirst()
                .orElseThrow();
    }
}
