package com.sphereon.kms.core.model;

/**
 * How far creating or deleting a key version has come. Reference and material live in two systems, so each change writes
 * down what it is about to do, does it, and writes down that it is done; a crash in between is found and finished.
 */
public enum Progress {
    /** The name is taken; material may or may not exist yet. */
    CREATING,
    /** Reference and material both exist. */
    LIVE,
    /** The version can no longer be used; its material may or may not exist still. */
    DELETING,
    /** The material is gone, or was never ours; the reference is kept as history. */
    DELETED
}
