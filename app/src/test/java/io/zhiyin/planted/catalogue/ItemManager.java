package io.zhiyin.planted.catalogue;

/** A name that says nothing. */
final class ItemManager {
    private ItemManager() {}
}
