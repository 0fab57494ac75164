package com.sphereon.kms.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One operation of the API.
 *
 * @param right what a caller needs for it
 * @param path relative to the base path, parameters in braces
 */
record Route(Right right, HandlerType method, String path, Handler handler) {

    static Route get(Right right, String path, Handler handler) {
        return new Route(right, HandlerType.GET, path, handler);
    }

    static Route post(Right right, String path, Handler handler) {
        return new Route(right, HandlerType.POST, path, handler);
    }

    static Route put(Right right, String path, Handler handler) {
        return new Route(right, HandlerType.PUT, path, handler);
    }

    static Route delete(Right right, String path, Handler handler) {
        return new Route(right, HandlerType.DELETE, path, handler);
    }
}
