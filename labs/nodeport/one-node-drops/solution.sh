kubectl -n {{ ns }} get pods -o wide
kubectl -n {{ ns }} exec deploy/balancer -- curl -s -m 2 http://10.0.{{ dark }}.20:{{ door }}/hostname
answer which ip-10-0-{{ dark }}-20.us-west-2.compute.internal
