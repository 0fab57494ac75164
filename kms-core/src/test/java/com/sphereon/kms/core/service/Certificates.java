package com.sphereon.kms.core.service;

/** Certificates made with OpenSSL for these tests: a root, a leaf it signed, and self-signed ones; they end in 2046, but for the expired. */
final class Certificates {
    static final String ROOT =
            "MIIBfjCCASOgAwIBAgIUP2Uhe9eeIwWRHL9QKiTGdWRMjr0wCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJVGVzdCBSb2"
                    + "90MB4XDTI2MTEyMzE5NDM1OFoXDTQ2MTExODE5NDM1OFowFDESMBAGA1UEAwwJVGVzdCBSb290MFkwEwYHKoZIzj0C"
                    + "AQYIKoZIzj0DAQcDQgAE2K2a4/ihIhh8/mCNmkqOFZUgYb8JlrbAGjwh7v1S9nZzAfes5xUhu3wW0iXPY9LGGIRc6I"
                    + "hbcNavKRMfecbnZ6NTMFEwHQYDVR0OBBYEFNZkwm1JSnqfoLeMRojbTPj/q+WyMB8GA1UdIwQYMBaAFNZkwm1JSnqf"
                    + "oLeMRojbTPj/q+WyMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAOj/XgJiZ1CBWsmEda7shpHT3u"
                    + "4J33iDq46Wyp3Fa1stAiEA5fWvCyj2JhyEIMNbcvWMIijSVSgvPHfYSpUnLrz4R2k=";

    static final String LEAF =
            "MIIBIzCByQIUFz4azgPT1cyTBZI+L783Kd6BMPkwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJVGVzdCBSb290MB4XDT"
                    + "I2MTEyMzE5NDM1OFoXDTQ2MDEyMjE5NDM1OFowFDESMBAGA1UEAwwJVGVzdCBMZWFmMFkwEwYHKoZIzj0CAQYIKoZI"
                    + "zj0DAQcDQgAENGXswx4s4jZP11u55qkLn6OgCdvKfsyKCkAEQmomjoRXsg55hPStFVUbqR48NRhc9KicHjRrafwKpG"
                    + "s6JqC2yjAKBggqhkjOPQQDAgNJADBGAiEA+rg0iD63etM7itLwuhJw++x7WnNYy32Qg5H9moAeNx8CIQDJATbsMroQ"
                    + "jpTa4V6PJOuchgpShi3q2ljB1xBfocIrhw==";

    static final String ED25519 =
            "MIIBLjCB4aADAgECAhRHC6ja99BtutRAVU+386W/SQbmkzAFBgMrZXAwDTELMAkGA1UEAwwCRWQwHhcNMjYxMTIzMT"
                    + "k0MzU4WhcNNDYwMTIyMTk0MzU4WjANMQswCQYDVQQDDAJFZDAqMAUGAytlcAMhACsc4Gmo+VmuFGLmoJC81aqwKTrs"
                    + "HeYEYoDkgQ43qZkWo1MwUTAdBgNVHQ4EFgQULykoVSWLaV530MECRnz86jehnnkwHwYDVR0jBBgwFoAULykoVSWLaV"
                    + "530MECRnz86jehnnkwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQCafR7rmgxjAWfubS5q5BnhITeKcDN4mnQ3lPbt"
                    + "mzyGdxl6h7i777wqYUMUaL5LG3/00GBgmx8ZullEEZ721GQF";

    static final String RSA =
            "MIIC/TCCAeWgAwIBAgIUGTFMHaOze7pgcTMiYqNXE1apkq8wDQYJKoZIhvcNAQELBQAwDjEMMAoGA1UEAwwDUnNhMB"
                    + "4XDTI2MTEyMzE5NDM1OFoXDTQ2MDEyMjE5NDM1OFowDjEMMAoGA1UEAwwDUnNhMIIBIjANBgkqhkiG9w0BAQEFAAOC"
                    + "AQ8AMIIBCgKCAQEAkMzo7ZPmvWmn9wrkGQyW9BNf/jZ7FHh0eDsPd/aTysvnuWI0ZWOyXkQFdJUPut/99ZbCGcw9qB"
                    + "3XYGLf4AiWb1lhuEqbV1LeGmVFzv5sRlImlJizHoRdfwzsFDKeza5FFKLdiEzRzqgLAGlj1ETF97LF6sesAtDZCHYg"
                    + "dpBP+kSFYr++3hX3zH6/glMV17bVqL6XtgcHz8jUsG3sqfnj5G9rO78uP7Lfm6dPI1R4wFYw81MdWDwZ/ztCVIC4h2"
                    + "ss5OW1a5FpsCW3s/4f6+ebWIgph5auBGlP7awD3B7NNHQGKwSJuJfzp0Fh02hkbx5ot7u10Rfpzrk9tWiQEgqo3wID"
                    + "AQABo1MwUTAdBgNVHQ4EFgQU1g5/1QxtPQBmK+JmhKl0jyrP//8wHwYDVR0jBBgwFoAU1g5/1QxtPQBmK+JmhKl0jy"
                    + "rP//8wDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAkJ6XnTThdwHi91KBpJuggZLLFr88EnPgSIcb"
                    + "q5bx37CJpgmMazcyQ4pbl5iN3458GnwmlfSE8O+DfFHxd8GcupX92rw3Wd+z4qOL0847OD5o9uw3VVVEkjj1AQFucy"
                    + "iYiSE5RGIpqm2Z5lZ4YsLbUREXAsTJj/jsrbkAWlKgudmZSSPiGTUbFce+l3i6vxxzZCrEYH/9LHnrfsWjRQWHL4Y9"
                    + "uDLtfAzztmuO6wQoAIrgCjzXE3exSsBU6RS5K35u9bizK3EyD5By99RwmJiivT0PRmCv6nSBxRTeUAV7S7UKpp29Vz"
                    + "L/4jl7qw8nA8E3bEYciz1VKTrvIkjDGAJxAQ==";

    /** Ended in November 2026; for the same key as {@link #LEAF}. */
    static final String EXPIRED =
            "MIIBcTCCARegAwIBAgIUYdEKR0Gj9vxrtNa+jI/1Q5zxvaEwCgYIKoZIzj0EAwIwDjEMMAoGA1UEAwwDT2xkMB4XDT"
                    + "I2MTEyMzIxMDYyN1oXDTI2MTEyNDIxMDYyN1owDjEMMAoGA1UEAwwDT2xkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD"
                    + "QgAENGXswx4s4jZP11u55qkLn6OgCdvKfsyKCkAEQmomjoRXsg55hPStFVUbqR48NRhc9KicHjRrafwKpGs6JqC2yq"
                    + "NTMFEwHQYDVR0OBBYEFHSwPNDoJzhihuDULM6XExn6ikzJMB8GA1UdIwQYMBaAFHSwPNDoJzhihuDULM6XExn6ikzJ"
                    + "MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgDiurzlL1lt67Y9NbDOlolYjXEUcpUbfbQirFNEpER7"
                    + "sCIQCvl66JiPD8Gndgms5Nx9xMv2MOHUn9/9ODjIvu2+eDvw==";

    static final String DSA =
            "MIIC0jCCAn+gAwIBAgIUY5zOLcomtqimjtbIY6wQsUDpKOEwCwYJYIZIAWUDBAMCMA4xDDAKBgNVBAMMA0RzYTAeFw"
                    + "0yNjExMjMyMTA2MjdaFw00NjAxMjIyMTA2MjdaMA4xDDAKBgNVBAMMA0RzYTCCAb4wggEzBgcqhkjOOAQBMIIBJgKB"
                    + "gQDnCkB+XQgzgN4CPXNeQEzLqz8m4UAAcDws04R/GOxLWCLmc9QjyRyiwypcsooh0jNATSw17oMLsFutrnmjSRaVzO"
                    + "om4J9mYi9awlSlWau1cb02+0R7yoZlIlkGADI5srP4yi1dliqnMvqtuc8WZ4VQtJecaYWZcse8aNRqgHa2jQIdAMTj"
                    + "71NYpo9WvzVoUR9XeLw01RpSxrSlJFPjqOsCgYBRw/F70MBLG2uDBbHYkQHzTtwTc6QCzBE0wG7IkCPSVRzylUJVvV"
                    + "EwzIW2o2LvsiUXoZZde4SerIwRFKM/2YRzMomyrOnBy9bJaErmubwiAKnoOoPKkhry83rfBaqJSmK87HmZ8d0nGizL"
                    + "RjNdsDUYp8aZ24GlnEjhNJ1PCxisowOBhAACgYBD6clcwoOCvTUh7jf3A0koH3YJ4yHSIZY3vMAGFvkrnH7QlH7w+6"
                    + "NSNjiSB4u4M+sLfirpWM6MA0vOWy+oK/BqSBhV6mlf8qbjDOgQoZFKbidfvCEgfLdXL1J4ecv6ku/xJ1yKvK9EAebB"
                    + "dfYIS6IN3bgf69sdr7BbrkEJyyNOaqNTMFEwHQYDVR0OBBYEFGKQHxkRBC+jNoZGPUIH45ZrxY1tMB8GA1UdIwQYMB"
                    + "aAFGKQHxkRBC+jNoZGPUIH45ZrxY1tMA8GA1UdEwEB/wQFMAMBAf8wCwYJYIZIAWUDBAMCA0AAMD0CHQCdORnQJHU6"
                    + "wABxfHX0Q2OW5qnUR0Rpu1YlfejDAhxNgal+0koe/1VRUfhoUJTmeV0XnzcVCKAnahhO";

    private Certificates() {}
}
