package com.sphereon.kms.bench;

/** Which requests a target gets. Safe for use by many threads. */
interface Workload {

    /** @param number counts the requests, from 0; each number is used once in a measurement */
    SignRequest request(long number);
}
