kubectl -n {{ ns }} patch networkpolicy {{ db }}-doors -p '{"spec":{"podSelector":{"matchLabels":{"app":"{{ db }}"}}}}'
sleep 5
