kubectl -n {{ ns }} get pods -o wide
kubectl -n {{ ns }} exec ds/kiosk -- curl -s http://10.0.{{ home }}.20:{{ door }}/clientip
