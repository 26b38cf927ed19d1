# The folders of our own that the package was unpacked into belong to nobody in an rpm, so nobody removes them.
# Told 0, no other version is there.
if [ "$1" = 0 ]; then
    rmdir --ignore-fail-on-non-empty /usr/lib/Paperside/models/* /usr/lib/Paperside/models /usr/lib/Paperside \
        /usr/share/doc/paperside 2>/dev/null || :
fi
