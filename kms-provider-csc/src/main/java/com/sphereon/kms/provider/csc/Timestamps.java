package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.provider.remote.RemoteFailure;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/** Time-stamp tokens as services answer them (RFC 3161 section 2.4.2). */
final class Timestamps {

    private Timestamps() {}

    /** @throws RemoteFailure when it is no token, or one for another digest */
    static void requireAbout(byte[] token, DigestAlgorithm algorithm, byte[] digest) {
        TimeStampTokenInfo told = read(token);
        if (!told.getMessageImprintAlgOID().getId().equals(SignatureOids.name(algorithm))
                || !Arrays.equals(told.getMessageImprintDigest(), digest)) {
            throw ServiceAnswers.unexpected("the time-stamp in the answer is about another hash");
        }
    }

    private static TimeStampTokenInfo read(byte[] token) {
        try {
            return new TimeStampToken(new CMSSignedData(token)).getTimeStampInfo();
        } catch (CMSException | TSPException | IOException | IllegalArgumentException e) {
            throw ServiceAnswers.unexpected("the time-stamp in the answer cannot be read");
        }
    }
}
