package com.sphereon.kms.provider.software;

/** Whose cryptography an operator wants. Bouncy Castle serves in every case what the chosen one lacks. */
enum CryptographyProvider {
    /** The Amazon Corretto Crypto Provider where it works, else what the JVM has installed. */
    AUTO,
    /** The Amazon Corretto Crypto Provider, or no start. */
    ACCP,
    /** What the JVM has installed, also where the Amazon Corretto Crypto Provider would work. */
    JDK
}
