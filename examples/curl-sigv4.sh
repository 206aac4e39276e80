#!/bin/sh
# Creates an image pipeline with nothing but curl 7.75 or newer, which signs with Signature Version 4:
#
#   IMAGE_PIPELINE_PROXY_URL=https://… examples/curl-sigv4.sh events/smallest.json ['?dryRun=true']
#
# The credentials are those that the AWS tools read: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for
# temporary ones, AWS_SESSION_TOKEN; the Region is AWS_REGION. Ends with 22 when the answer is a problem.
set -eu

file=${1:?a file with the request, for example events/smallest.json}
query=${2:-}
url=${IMAGE_PIPELINE_PROXY_URL:-http://localhost:3000}/image-pipelines$query
key=${IDEMPOTENCY_KEY:-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')}

# The secrets go through standard input: everybody on the machine can read a command line.
{
  printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
  if [ -n "${AWS_SESSION_TOKEN:-}" ]; then
    printf 'header = "X-Amz-Security-Token: %s"\n' "$AWS_SESSION_TOKEN"
  fi
} | curl --config - --silent --show-error --fail-with-body \
  --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" \
  --header 'Content-Type: application/json' \
  --header "Idempotency-Key: $key" \
  --data-binary "@$file" \
  "$url"
