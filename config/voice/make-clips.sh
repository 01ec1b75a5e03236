#!/usr/bin/env bash
# Makes the hall's spoken clips, one WAV a word: 22 050 Hz, mono, 16 bit, no silence at either end.
#
# Needs espeak-ng and sox (Debian: apt-get install espeak-ng sox). Run it in any folder: the clips are written
# beside this script, over those that stand there. To use a person's voice instead, record the words of the
# table below under the same names, in the same format, and do not run this script again.
#
# The voice is cmn-latn-pinyin, fed with pinyin and tone numbers. Never the voice cmn: it spells many Chinese
# characters in English. Letters are written as Chinese people say them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Words a minute: slow enough for a large room.
SPEED=145
# Peak of every clip, so that no word of a joined sentence stands out.
PEAK_DB=-3
# What is quieter than this share of full scale is silence at the ends of a clip.
SILENCE=0.6%

say() { # NAME PINYIN
    local spoken
    spoken=$(mktemp --suffix .wav)
    espeak-ng -v cmn-latn-pinyin -s "$SPEED" -w "$spoken" "$2"
    sox -D "$spoken" -r 22050 -c 1 -b 16 -e signed-integer "$1.wav" \
        silence 1 0.01 "$SILENCE" reverse silence 1 0.01 "$SILENCE" \
        fade t 0.01 reverse fade t 0.005 norm "$PEAK_DB"
    rm -f "$spoken"
}

while read -r name pinyin; do
    [ -n "$name" ] && say "$name" "$pinyin"
done <<'CLIPS'
qing qing3
hao hao4
dao dao4
hao-chuangkou hao4 chuang1 kou3
zai-ci zai4 ci4 hu1 jiao4
shi shi2
yao yao1
digit-0 ling2
digit-1 yi1
digit-2 er4
digit-3 san1
digit-4 si4
digit-5 wu3
digit-6 liu4
digit-7 qi1
digit-8 ba1
digit-9 jiu3
letter-a ei1
letter-b bi4
letter-c xi1
letter-d di4
letter-e yi4
letter-f ai2 fu5
letter-g ji4
letter-h ai2 chi5
letter-i ai4
letter-j jie4
letter-k kei4
letter-l ai2 lou5
letter-m ai2 mu5
letter-n en1
letter-o ou1
letter-p pi1
letter-q qiu1
letter-r a4
letter-s ai2 si5
letter-t ti1
letter-u you1
letter-v wei1
letter-w da2 bu5 liu5
letter-x ai2 ke5 si5
letter-y wai4
letter-z zei4
evacuate qing3 zhu4 yi4, qing3 da4 jia1, li4 ji2 li2 kai1, da4 ting1, qing3 ting1 cong2, gong1 zuo4 ren2 yuan2, yin3 dao3
notice-network yin1 wang3 luo4 gu4 zhang4, bu4 fen5 ye4 wu4, zan4 ting2 ban4 li3, qing3 nin2 shao1 hou4
notice-power yin1 ting2 dian4, zan4 ting2 qu3 hao4, nin2 de5 hao4 ma3, ji4 xu4 you3 xiao4
notice-system yin1 xi4 tong3 wei2 hu4, zan4 ting2 ban4 li3, qing3 nin2 shao1 hou4
CLIPS

# Two soft strokes, a third apart, before every call: people look up before the number is said.
stroke=$(mktemp -d)
sox -D -n -r 22050 -c 1 -b 16 "$stroke/high.wav" synth 0.45 sine 783.99 fade l 0.005 0.45 0.44
sox -D -n -r 22050 -c 1 -b 16 "$stroke/low.wav" synth 0.8 sine 622.25 fade l 0.005 0.8 0.78
sox -D "$stroke/high.wav" "$stroke/low.wav" chime.wav norm -8
rm -rf "$stroke"

# Between two sayings of the same call.
sox -D -n -r 22050 -c 1 -b 16 pause.wav trim 0 0.6
