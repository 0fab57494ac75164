package com.sphereon.kms.persistence.jdbi;

import java.sql.SQLException;
import java.util.Optional;

/**
 * The column of a provider's setting.
 *
 * @param setting in kebab-case
 */
record SettingColumn(String setting, String column, Form form) {

    /** In which form the value of a setting is kept. */
    enum Form {
        /** As it is. */
        TEXT,
        /** A word, with {@code _} for {@code -}. */
        CHOICE,
        /** A whole number. */
        NUMBER,
        /** A truth value. */
        FLAG
    }

    static SettingColumn text(String setting) {
        return of(setting, Form.TEXT);
    }

    static SettingColumn choice(String setting) {
        return of(setting, Form.CHOICE);
    }

    static SettingColumn number(String setting) {
        return of(setting, Form.NUMBER);
    }

    static SettingColumn flag(String setting) {
        return of(setting, Form.FLAG);
    }

    private static SettingColumn of(String setting, Form form) {
        return new SettingColumn(setting, setting.replace('-', '_').replace('.', '_'), form);
    }

    /** The same in a column of another name. */
    SettingColumn in(String otherColumn) {
        return new SettingColumn(setting, otherColumn, form);
    }

    void bind(Columns columns, Optional<String> value) {
        switch (form) {
            case TEXT -> columns.text(column, value);
            case CHOICE -> columns.text(column, value.map(word -> word.replace('-', '_')));
            case NUMBER -> columns.number(column, value.map(Integer::valueOf));
            case FLAG -> columns.flag(column, value.map(Boolean::valueOf));
        }
    }

    Optional<String> read(Row row) throws SQLException {
        Optional<String> text = row.optionalText(column);
        return switch (form) {
            case TEXT, NUMBER -> text;
            case CHOICE -> text.map(word -> word.replace('_', '-'));
            case FLAG -> text.isEmpty() ? text : Optional.of(Boolean.toString(row.flag(column)));
        };
    }
}
