"""label-studio-sdk with tasks out of a bucket: what it reads, what it writes back, and what stays stored.

LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY (a legacy token) come from the environment; the server may reach private addresses.
Ends with 1 at the first check that fails; prints `N passed, 0 failed`.
"""
import base64, os, threading, urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import httpx
from label_studio_sdk.client import LabelStudio
from checking import check, finish, refused

URL, KEY = os.environ['LABEL_STUDIO_URL'], os.environ['LABEL_STUDIO_API_KEY']
CONFIG = '<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image"><Label value="Car"/></RectangleLabels></View>'
OBJECTS = {f'images/{k}.jpg': f'picture {k}'.encode() for k in range(3)}


class Bucket(BaseHTTPRequestHandler):
    """As much of a bucket as is asked here."""

    def do_GET(self):
        address = urllib.parse.urlparse(self.path)
        if 'list-type' in address.query:
            entries = ''.join(f'<Contents><Key>{key}</Key><Size>{len(content)}</Size></Contents>' for key, content in OBJECTS.items())
            return self.answer(200, f'<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>'.encode())
        content = OBJECTS.get(urllib.parse.unquote(address.path).removeprefix('/photos/'))
        self.answer(404 if content is None else 200, content or b'<Error><Code>NoSuchKey</Code></Error>')

    def answer(self, status, content):
        self.send_response(status)
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


bucket = ThreadingHTTPServer(('127.0.0.1', 0), Bucket)
threading.Thread(target=bucket.serve_forever, daemon=True).start()
ls = LabelStudio(base_url=URL, api_key=KEY)
raw = httpx.Client(base_url=URL, headers={'Authorization': f'Token {KEY}'})

project = ls.projects.create(title='bucket', label_config=CONFIG)
storage = ls.import_storage.s3.create(
    project=project.id, bucket='photos', prefix='images', region_name='us-east-1', s3endpoint=f'http://127.0.0.1:{bucket.server_port}',
    aws_access_key_id='key', aws_secret_access_key='secret', use_blob_urls=True, presign=True, presign_ttl=5)
check(ls.import_storage.s3.sync(id=storage.id).last_sync_count == 3, 'import_storage.s3.sync')

resolved = [task.data['image'] for task in ls.tasks.list(project=project.id)]
stored = [task.data['image'] for task in ls.tasks.list(project=project.id, resolve_uri=False)]
check(stored == [f's3://photos/{key}' for key in OBJECTS], 'tasks.list(resolve_uri=False): as stored')
check(all('/resolve/?fileuri=' in image for image in resolved), 'tasks.list: addresses of the server')
check([base64.urlsafe_b64decode(image.split('fileuri=')[1]).decode() for image in resolved] == stored, 'which name the URIs')

answer = raw.get(resolved[1])
check(answer.status_code == 303 and 'X-Amz-Signature=' in answer.headers['location'] and 'secret' not in answer.headers['location'], '303 to the bucket')
check(httpx.get(answer.headers['location']).content == b'picture 1', 'where the picture is')
check(httpx.get(URL + resolved[1]).status_code == 401, 'for nobody without a token')
check(raw.get(resolved[1].replace(resolved[1].split('fileuri=')[1], resolved[2].split('fileuri=')[1])).status_code == 404, 'and of this task alone')
ls.import_storage.s3.update(id=storage.id, project=project.id, bucket='photos', presign=False)
answer = raw.get(resolved[1])
check((answer.status_code, answer.content, answer.headers['content-type']) == (200, b'picture 1', 'image/jpeg'), 'without presign the picture itself')

task = ls.tasks.get(id=str([one.id for one in ls.tasks.list(project=project.id)][0]))
check(task.data['image'] == resolved[0], 'tasks.get: an address, too')
changed = ls.tasks.update(id=str(task.id), data={**task.data, 'checked': 'yes'})
check(changed.data == {'image': stored[0], 'checked': 'yes'}, 'tasks.update with data as they were read stores the URI')
check(next(iter(ls.tasks.list(project=project.id, resolve_uri=False))).data == {'image': stored[0], 'checked': 'yes'}, 'and it stays stored')
ls.annotations.create(id=task.id, result=[], lead_time=1.0)
exported = ls.projects.exports.as_json(project.id)
check(sorted(one['data']['image'] for one in exported) == stored, 'exports hold URIs')
refused(400, lambda: list(ls.tasks.list(project=project.id, resolve_uri='perhaps')), 'resolve_uri that is neither yes nor no')
ls.projects.delete(id=project.id)
bucket.shutdown()
finish()
