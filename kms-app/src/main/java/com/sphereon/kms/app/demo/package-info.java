/** The demonstration: a client of the REST API like any other, which knows nothing of the server it talks to. */
@NullMarked
package com.sphereon.kms.app.demo;

import org.jspecify.annotations.NullMarked;
