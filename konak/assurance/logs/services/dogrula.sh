#!/bin/sh
# Log kayıtları cevap paketini doğrular. Gerekenler: sh, sed, grep, sha256sum, openssl. Konak gerekmez.
# 1 dosyalar  2 her satırın ağaç yolu  3 bildirge zinciri  4 zaman damgası
cd "$(dirname "$0")" || exit 2
LC_ALL=C
export LC_ALL
bad=0
fail() { echo "BOZUK: $*"; bad=1; }

# on altılık yazıdan bayt
bytes() {
    rest=$1
    while [ -n "$rest" ]; do
        tail=${rest#??}
        # shellcheck disable=SC2059
        printf "\\$(printf '%03o' "0x${rest%"$tail"}")"
        rest=$tail
    done
}

echo "1. Dosyalar"
sha256sum --quiet -c SHA256SUMS 2>/dev/null | while read -r line; do echo "BOZUK: ${line%%:*}"; done
sha256sum --status -c SHA256SUMS 2>/dev/null || bad=1

echo "2. Satırlar"
while read -r stem number root; do
    [ -f "satirlar/$stem.satir" ] || { fail "satirlar/$stem.satir yok"; continue; }
    node=$({ printf '\000'; cat "satirlar/$stem.satir"; } | sha256sum | cut -d' ' -f1)
    while read -r side other; do
        if [ "$side" = L ]; then pair=$other$node; else pair=$node$other; fi
        node=$({ printf '\001'; bytes "$pair"; } | sha256sum | cut -d' ' -f1)
    done <"satirlar/$stem.yol"
    [ "$node" = "$root" ] || fail "satirlar/$stem.satir mühürlendiğinden farklı"
    grep -q "\"root\": \"$root\"" "bildirge/$number.json" || fail "satirlar/$stem.satir: kökü $number sayılı bildirgede yok"
done <satirlar/dizin.txt

echo "3. Bildirge zinciri"
previous=
last=
for file in bildirge/*.json; do
    if [ -n "$previous" ] && ! grep -q "^ \"previous\": \"$previous\"" "$file"; then fail "$file bir öncekine uymuyor"; fi
    previous=$(sha256sum "$file" | cut -d' ' -f1)
    last=$file
done

echo "4. Zaman damgası"
token=${last%.json}.tst
if [ -f "$token" ] && openssl ts -verify -in "$token" -token_in -data "$last" -CAfile sertifika/kokler.pem >/dev/null 2>&1; then
    openssl ts -reply -in "$token" -token_in -text 2>/dev/null | sed -n 's/^Time stamp: /   damga zamanı: /p'
else
    fail "$last için zaman damgası geçersiz ya da yok"
fi

if [ "$bad" = 0 ]; then echo "SONUÇ: paket sağlam"; else echo "SONUÇ: PAKET BOZUK"; fi
exit "$bad"
