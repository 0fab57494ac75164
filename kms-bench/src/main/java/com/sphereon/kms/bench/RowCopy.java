package com.sphereon.kms.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows like one the product wrote, whatever columns there are; what must differ is given for each. Not safe for use by
 * several threads.
 */
final class RowCopy implements AutoCloseable {
    private static final int BATCH = 1000;

    private final SequencedMap<String, @Nullable Object> template;
    private final PreparedStatement insert;
    private int waiting;

    private RowCopy(SequencedMap<String, @Nullable Object> template, PreparedStatement insert) {
        this.template = template;
        this.insert = insert;
    }

    /** @param id of the row that is copied */
    static RowCopy of(Connection connection, String table, String id) throws SQLException {
        SequencedMap<String, @Nullable Object> template = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement("select * from " + table + " where id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("there is nothing to copy in " + table);
                }
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    template.put(row.getMetaData().getColumnName(column), row.getObject(column));
                }
            }
        }
        String places = String.join(", ", Collections.nCopies(template.size(), "?"));
        return new RowCopy(
                template,
                connection.prepareStatement("insert into %s (%s) values (%s)"
                        .formatted(table, String.join(", ", template.keySet()), places)));
    }

    /** The text the copied row has in that column. */
    String text(String column) {
        return String.valueOf(template.get(column));
    }

    /** Writes a row, now or later. */
    void add(Map<String, String> changed) throws SQLException {
        int parameter = 1;
        for (Map.Entry<String, @Nullable Object> column : template.entrySet()) {
            String value = changed.get(column.getKey());
            insert.setObject(parameter, value == null ? column.getValue() : value);
            parameter++;
        }
        insert.addBatch();
        waiting++;
        if (waiting == BATCH) {
            flush();
        }
    }

    private void flush() throws SQLException {
        insert.executeBatch();
        waiting = 0;
    }

    /** Writes what waits. */
    @Override
    public void close() throws SQLException {
        flush();
        insert.close();
    }
}
