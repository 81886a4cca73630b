kubectl -n {{ ns }} patch networkpolicy worker-to-lists --type=json -p '[{"op":"add","path":"/spec/egress/0/to/0/ipBlock/except","value":["10.0.0.0/8","172.16.0.0/12","192.168.0.0/16","169.254.0.0/16"]}]'
sleep 5
