kubectl -n {{ ns }} set env daemonset/agent TARGET=http://{{ app }}.{{ ns }}.svc.cluster.local/
