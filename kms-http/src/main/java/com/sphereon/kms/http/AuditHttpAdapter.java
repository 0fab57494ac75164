package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.service.AuditLogs;
import com.sphereon.kms.wire.AuditEventInfo;
import com.sphereon.kms.wire.AuditMapping;
import com.sphereon.kms.wire.ListAuditCheckpointsResponse;
import com.sphereon.kms.wire.ListAuditEventsResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tenant's audit log: its events, checkpoints and proofs. */
final class AuditHttpAdapter {
    /** In answers to what was recorded: where. */
    static final String INDEX_HEADER = "X-KMS-Audit-Index";

    private static final long DEFAULT_PAGE = 100;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final AuditLogs logs;
    private final Callers callers;

    AuditHttpAdapter(AuditLogs logs, Callers callers) {
        this.logs = logs;
        this.callers = callers;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_AUDIT, "/audit/events", this::events),
                Route.get(Right.READ_AUDIT, "/audit/events/{index}", this::event),
                Route.get(Right.PROVE_AUDIT, "/audit/status", this::status),
                Route.get(Right.PROVE_AUDIT, "/audit/checkpoint", this::checkpoint),
                Route.get(Right.PROVE_AUDIT, "/audit/checkpoints", this::checkpoints),
                Route.get(Right.PROVE_AUDIT, "/audit/proofs/inclusion", this::inclusion),
                Route.get(Right.PROVE_AUDIT, "/audit/proofs/consistency", this::consistency));
    }

    private void events(Context context) {
        Caller caller = callers.of(context);
        AuditLogs.Page page = logs.events(
                caller,
                AuditMapping.toFilter(name -> Parameters.query(context, name)),
                number(context, "cursor").orElse(0L),
                limit(context));
        List<AuditEventInfo> events = page.records().stream()
                .map(stored -> AuditMapping.toWire(stored, Json::readMembers))
                .toList();
        Answer.ok(
                context,
                new ListAuditEventsResponse(
                        events, page.next().map(String::valueOf).orElse(null)));
    }

    private void event(Context context) {
        Caller caller = callers.of(context);
        String index = context.pathParam("index");
        if (!NUMBER.matcher(index).matches()) {
            throw new NotFoundException("Audit event not found; events are numbered from 0");
        }
        Answer.ok(context, AuditMapping.toWire(logs.event(caller, Long.parseLong(index)), Json::readMembers));
    }

    private void status(Context context) {
        Answer.ok(context, AuditMapping.toWire(logs.status(callers.of(context))));
    }

    private void checkpoint(Context context) {
        String note = logs.checkpoint(callers.of(context)).note();
        context.contentType("text/plain; charset=utf-8").result(note);
    }

    private void checkpoints(Context context) {
        Caller caller = callers.of(context);
        Answer.ok(
                context,
                new ListAuditCheckpointsResponse(
                        logs.checkpoints(caller, number(context, "from").orElse(0L), limit(context)).stream()
                                .map(AuditMapping::toWire)
                                .toList()));
    }

    private void inclusion(Context context) {
        Caller caller = callers.of(context);
        Answer.ok(
                context,
                AuditMapping.toWire(logs.inclusion(caller, required(context, "index"), number(context, "size"))));
    }

    private void consistency(Context context) {
        Caller caller = callers.of(context);
        Answer.ok(
                context,
                AuditMapping.toWire(logs.consistency(caller, required(context, "from"), number(context, "to"))));
    }

    private static long limit(Context context) {
        return number(context, "limit").orElse(DEFAULT_PAGE);
    }

    private static long required(Context context, String name) {
        return number(context, name)
                .orElseThrow(() -> new InvalidRequestException("query parameter %s is missing".formatted(name)));
    }

    private static Optional<Long> number(Context context, String name) {
        return Parameters.query(context, name).map(text -> {
            if (!NUMBER.matcher(text).matches()) {
                throw new InvalidRequestException(
                        "%s must be a whole number from 0 to 999999999999999999".formatted(name));
            }
            return Long.parseLong(text);
        });
    }
}
